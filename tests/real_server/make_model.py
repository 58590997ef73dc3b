"""Write a model of random weights as GGUF, about half a megabyte, for protocol tests.

    python tests/real_server/make_model.py random.gguf

Needs the packages ``gguf`` and ``numpy``, which checker itself does not. Llama's architecture with
two layers over single bytes: it says nothing of sense, but any text can be put to it, and a
server that enforces a JSON schema makes it speak valid JSON.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

LAYERS = 2
WIDTH = 64
HEADS = 4
FEED_FORWARD = 128
CONTEXT = 16_384
SPECIAL = ("<unk>", "<s>", "</s>")
TOKENS = (*SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)))
# Kinds of tokens as GGUF numbers them.
UNKNOWN, CONTROL, BYTE = 2, 3, 6
TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "assistant: "
)


def shapes() -> dict[str, tuple[int, ...]]:
    """The tensors by name, rows first."""
    vocabulary = len(TOKENS)
    found: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (vocabulary, WIDTH),
        "output_norm.weight": (WIDTH,),
        "output.weight": (vocabulary, WIDTH),
    }
    for layer in range(LAYERS):
        square = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH))
        wide = dict.fromkeys(("ffn_gate", "ffn_up"), (FEED_FORWARD, WIDTH))
        matrices = {**square, **wide, "ffn_down": (WIDTH, FEED_FORWARD)}
        norms = dict.fromkeys(("attn_norm", "ffn_norm"), (WIDTH,))
        for name, shape in {**matrices, **norms}.items():
            found[f"blk.{layer}.{name}.weight"] = shape
    return found


def describe(writer: Any) -> None:
    """Write what the model is, and its byte vocabulary."""
    writer.add_name("random bytes")
    writer.add_block_count(LAYERS)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(0)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(list(TOKENS))
    writer.add_token_scores([0.0] * len(TOKENS))
    writer.add_token_types([UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_chat_template(TEMPLATE)


def write_model(path: Path, seed: int = 1) -> None:
    """Write the model; the same seed gives the same file."""
    gguf, numpy = importlib.import_module("gguf"), importlib.import_module("numpy")
    random = numpy.random.default_rng(seed)
    writer = gguf.GGUFWriter(str(path), "llama")
    describe(writer)
    for name, shape in shapes().items():
        drawn = random.standard_normal(shape) * 0.2
        weights = numpy.ones(shape) if name.endswith("norm.weight") else drawn
        writer.add_tensor(name, weights.astype(numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    write_model(Path(sys.argv[1]))
