"""One BLAS thread, set before numpy is first loaded.

The systems here are small (jurors × jurors): a second thread makes every solve several times slower, ten times on a
busy machine. A setting made by whoever runs the process wins.
"""

from __future__ import annotations

import os

for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
