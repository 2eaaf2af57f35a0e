"""All declared parameters in one place, and the record type that kernels read.

The record holds the given and the assumed parameters; the profile table and the instruments that a
scenario fixes reach the kernels as arrays, because they are looped over.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from tillitsim.scenario import behaviour, context
from tillitsim.scenario.instruments import profile_parameters
from tillitsim.scenario.parameter import Parameter

PARAMETERS: MappingProxyType[str, Parameter] = MappingProxyType(
    {
        parameter.name: parameter
        for parameter in (*context.DECLARED, *behaviour.DECLARED, *profile_parameters())
    }
)

RECORD = np.dtype(
    [(parameter.field, np.float64) for parameter in (*context.DECLARED, *behaviour.DECLARED)],
    align=True,
)
