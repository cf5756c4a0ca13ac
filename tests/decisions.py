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

_ROADS = np.array(
    [
        [[100, 0.95, 1.0], [25, 0.6, 1.0]],
        [[50, 0.8, 1.0], [25, 0.5, 1.0]],
        [[100, 0.95, 0.6], [50, 0.4, 0.6]],
        [[0, 0.9, 0.5], [50, 0.8, 0.5]],
        [[75, 0.7, 0.4], [0, 0.3, 0.4]],
        [[25, 0.8, 0.5], [25, 0.5, 0.5]],
        [[25, 0.5, 0.2], [25, 0.5, 0.2]],
        [[75, 0.7, 0.2], [50, 0.5, 0.2]],
        [[25, 0.8, 0.6], [50, 0.5, 0.6]],
        [[0, 0.95, 0.9], [100, 0.9, 0.9]],
    ]
)
ROAD_PRICING = dict(zip(("position", "salience", "capability"), np.moveaxis(_ROADS, -1, 0), strict=True))
"""Ten actors on two issues of road pricing: the test data of the public implementation of position exchange, DECIDE."""
