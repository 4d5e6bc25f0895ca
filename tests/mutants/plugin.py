"""What pytest needs while mutmut runs it.

mutmut calls each function through one of its own. The recorder must not take that one for the place
where an expression stands, so it goes by a name that the recorder passes over.

A property that fails has done its work: it is not made small, and the same inputs are tried again
for every mutant.
"""

from hypothesis import Phase, settings
from mutmut.mutation import trampoline

vars(trampoline)["__name__"] = "numpy.mutmut"

settings.register_profile(
    "mutants",
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    database=None,
    deadline=None,
)
settings.load_profile("mutants")
