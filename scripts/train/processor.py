"""What this processor does best in training; imported before torch, because oneDNN reads its setting once."""
from __future__ import annotations

import os
from pathlib import Path


# Whether the processor multiplies bfloat16 matrices in hardware (Intel's AMX): training is then two to three times as fast.
TILE_ARITHMETIC = " amx_bf16" in Path("/proc/cpuinfo").read_text()

# PyTorch 1.13's oneDNN crashes in channels_last training with AVX512-FP16's plain float32 kernels; AMX and AVX2 are sound.
os.environ.setdefault("DNNL_MAX_CPU_ISA", "AVX512_CORE_AMX" if TILE_ARITHMETIC else "AVX2")
