"""Published decisions of many actors, as arrays by the argument names of the models."""

from __future__ import annotations

import numpy as np

EMISSIONS = {
    "position": np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7], dtype=float),
    "salience": np.array([0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7]),
    "capability": np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08]),
}
"""Years until a standard for cars' emissions: NL, BE, LU, DE, FR, IT, UK, IE, DK, GR. Bueno de Mesquita (1994), as
reproduced in Scholz, Calbert and Smith (2011)."""
