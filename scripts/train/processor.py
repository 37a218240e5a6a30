"""What this processor does best in training; imported before torch, because oneDNN reads its setting once."""
from __future__ import annotations

import os
from pathlib import Path


_FLAGS = frozenset(Path("/proc/cpuinfo").read_text().split())


def _fastest() -> str:
    """oneDNN's name for the arithmetic to use. Intel's AMX trains two to three times as fast as AVX2, AVX512's bfloat16 twice."""
    if "amx_bf16" in _FLAGS:
        return "AVX512_CORE_AMX"
    # PyTorch 1.13's oneDNN crashes in channels_last training where there is AVX512-FP16; AMX and AVX2 are sound there.
    if "avx512_bf16" in _FLAGS and "avx512_fp16" not in _FLAGS:
        return "AVX512_CORE_BF16"
    return "AVX2"


os.environ.setdefault("DNNL_MAX_CPU_ISA", _fastest())

# Whether the processor multiplies bfloat16 numbers in hardware.
SHORT_ARITHMETIC = _fastest() != "AVX2"
