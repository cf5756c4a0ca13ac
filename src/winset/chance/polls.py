"""What a poll of n people says about the shares of a whole public, and what it does not say.

Which shares of the public oppose and support? Counts, cut down by the design effect, with a uniform prior
give a Dirichlet distribution; its one essential assumption is that the sample is as good as random, up to
the design effect. Polls also err together and ask about words that are not the deal: `beyond_sampling`
adds that error, which is usually larger. Not for a question with another wording as if it named the
package, nor for a share of mentions in an open question as approval.

References: Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of
Political Science 40(4), 499-517. Shirani-Mehr, H., Rothschild, D., Goel, S., Gelman, A. (2018).
Disentangling bias and variance in election polls. Journal of the American Statistical Association
113(522), 607-614.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.chance.distributions import Beta
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

MOST_RESPONDENTS = 1e12
"""More than can be asked; beyond some 1e15 the prior's one respondent for each answer would be lost in rounding."""

UNDECIDED = "undecided"
"""Name of the answer that `Poll.from_percentages` gives to the rest."""


@dataclass(frozen=True)
class Poll:
    r"""The counts of one question, as a distribution over the public's shares.

    .. math:: p \sim \mathrm{Dirichlet}(n_1/D + 1, \ldots, n_K/D + 1)

    Parameters
    ----------
    counts : mapping of str to float, or tuple of float
        Respondents per answer, each at least 0, two answers or more, that together are everyone asked. A
        mapping is kept as the tuple of its values; its keys become `answers`.
    design_effect : float
        D, above 0: how many respondents of this sample are worth one drawn at random. 1.0 to 2.0 is usual.
    answers : tuple of str
        Names of the answers, in the order of `counts`; empty if unnamed.

    Examples
    --------
    >>> poll = Poll({"oppose": 74, "support": 17, "undecided": 9})
    >>> round(poll.marginal("oppose").mean, 3)
    0.728
    >>> poll.shares(0.5, 0.5).round(2).tolist()
    [0.73, 0.17, 0.1]
    """

    counts: tuple[float, ...] | Mapping[str, float]
    design_effect: float = 1.0
    answers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.counts, Mapping):
            object.__setattr__(self, "answers", tuple(self.counts))
            object.__setattr__(self, "counts", tuple(float(count) for count in self.counts.values()))
        if len(self.counts) < 2:
            raise InputError(f"`counts` has {len(self.counts)} answers; a poll has two or more")
        if not all(0 <= count < np.inf for count in self._counts):
            raise InputError(f"`counts` is {self.counts}; every count is at least 0 and finite")
        if not 0 < self.design_effect < np.inf:
            raise InputError(f"`design_effect` is {self.design_effect}; it is above 0")
        if self.answers and len(self.answers) != len(self.counts):
            raise InputError(f"`answers` has {len(self.answers)} names for {len(self.counts)} counts; one each")

    @classmethod
    def from_percentages(cls, percentages: Mapping[str, float], n: float, design_effect: float = 1.0) -> Poll:
        """Return the poll with these percentages of `n` respondents; what is left of 100 becomes ``undecided``.

        A sum above 100 by rounding (at most 101) is scaled back.

        >>> Poll.from_percentages({"oppose": 74, "support": 17}, n=1600).counts
        (1184.0, 272.0, 144.0)
        """
        total = sum(percentages.values())
        if not 0 < n < np.inf:
            raise InputError(f"`n` is {n}; a poll asks more than 0 people")
        if not all(0 <= share <= 100 for share in percentages.values()) or total > 101:
            raise InputError(
                f"`percentages` is {dict(percentages)}; each lies from 0 to 100 and the sum is at most 100"
            )
        counts = {answer: share * n / max(total, 100.0) for answer, share in percentages.items()}
        if total < 100:
            counts[UNDECIDED] = counts.get(UNDECIDED, 0.0) + (100 - total) * n / 100
        return cls(counts, design_effect)

    @property
    def _counts(self) -> tuple[float, ...]:
        return tuple(self.counts.values()) if isinstance(self.counts, Mapping) else self.counts

    @property
    def parameters(self) -> Array:
        """The Dirichlet parameters, shape (n_answers,)."""
        return np.asarray(self._counts, dtype=float) / self.design_effect + 1

    def index(self, answer: str | int) -> int:
        """Return the column of an answer, by name or number."""
        if isinstance(answer, str) and answer in self.answers:
            return self.answers.index(answer)
        if isinstance(answer, int) and 0 <= answer < len(self.counts):
            return answer
        raise InputError(f"`answer` is {answer!r}; it is one of {list(self.answers) or list(range(len(self.counts)))}")

    def marginal(self, answer: str | int = 0) -> Beta:
        """Return the distribution of one answer's share alone."""
        alpha = self.parameters
        own = float(alpha[self.index(answer)])
        return Beta(own, float(alpha.sum()) - own)

    def shares(self, *u: ArrayLike) -> Array:
        r"""Return joint draws of all shares by breaking a stick.

        .. math:: p_k = (1 - p_1 - \dots - p_{k-1})\,
            F^{-1}_{\mathrm{Beta}(\alpha_k, \alpha_{k+1} + \dots + \alpha_K)}(u_k)

        Parameters
        ----------
        *u : array of float, one shape
            One level per answer but the last, strictly between 0 and 1, independent of each other.

        Returns
        -------
        array of float, shape (..., n_answers)
            Rows sum to 1. The first share increases with the first level and depends on no other.
        """
        alpha = self.parameters
        if len(u) != alpha.size - 1:
            raise InputError(f"`u` has {len(u)} levels; {alpha.size} answers take {alpha.size - 1}")
        after = np.cumsum(alpha[::-1])[::-1][1:]
        rest = np.ones(np.broadcast_shapes(*(np.shape(level) for level in u)))
        broken = []
        for own, others, level in zip(alpha, after, u, strict=False):
            broken.append(rest * Beta(float(own), float(others)).ppf(level))
            rest = rest - broken[-1]
        return np.stack([*broken, rest], axis=-1)


def poll_posterior(
    counts: Sequence[float], n: float | None = None, design_effect: float = 1.0, category: int = 0
) -> Beta:
    r"""Return the distribution of one answer's share of the public.

    .. math:: p_c \sim \text{Beta}\Bigl(1 + \frac{k_c}{e},\; \sum_{j \ne c} \bigl(1 + \frac{k_j}{e}\bigr)\Bigr)

    with the counts :math:`k` and the design effect :math:`e`.

    Here p_c is the share of the public that gives the answer c.

    Parameters
    ----------
    counts : sequence of float
        Respondents per answer.
    n : float, optional
        Number asked; if it exceeds the sum of `counts`, the rest counts as one more answer. Default: the
        sum.
    design_effect : float
        Above 0; the counts are divided by it.
    category : int
        The answer wanted, from 0.

    Returns
    -------
    Beta
        With mean, quantiles (`ppf`) and `central_interval`. Sampling error only.

    Raises
    ------
    InputError
        If more people answered than were asked, more than 1e12 of them count, or there is no such category.

    Notes
    -----
    The uniform prior adds one respondent to every answer, so splitting an answer in two
    changes the result slightly.

    Examples
    --------
    Four asked, all against: one would not call it certain.

    >>> poll_posterior([4, 0]).mean
    0.8333333333333334
    """
    if n is not None and not 0 <= n <= MOST_RESPONDENTS:
        raise InputError(f"`n` is {n:g}; it must be from 0 to {MOST_RESPONDENTS:.0e}")
    left = 0.0 if n is None else n - sum(counts)
    if left < -1e-9 * max(1.0, sum(counts)):
        raise InputError(f"`n` is {n}, but `counts` sum to {sum(counts)}; no more people answer than are asked")
    everyone = (*counts, left) if left > 1e-9 * max(1.0, sum(counts)) else tuple(counts)
    poll = Poll(everyone, design_effect)
    if not 0 <= category < len(everyone):
        raise InputError(f"`category` is {category}; it must be from 0 to {len(everyone) - 1}")
    if poll.parameters.max() > MOST_RESPONDENTS:
        raise InputError(
            f"`counts` holds {max(everyone):g} and `design_effect` is {design_effect:g}; at most "
            f"{MOST_RESPONDENTS:.0e} respondents are counted for an answer"
        )
    return poll.marginal(category)


def two_poll_z(p1: float, n1: float, p2: float, n2: float, design_effect: float = 1.0) -> float:
    r"""Return how many standard errors two polls' shares lie apart.

    .. math:: z = \frac{p_1 - p_2}{\sqrt{D\,[p_1(1-p_1)/n_1 + p_2(1-p_2)/n_2]}}

    Shares in [0, 1], sample sizes above 0; the variances are not pooled. A large z between two houses in
    the same week is a house effect, not news. Two equal shares of 0 or 1 give 0.

    >>> round(two_poll_z(0.6, 600, 0.5, 625), 3)
    3.536
    """
    for name, share in (("p1", p1), ("p2", p2)):
        if not 0 <= share <= 1:
            raise InputError(f"`{name}` is {share}; a share lies between 0 and 1")
    for name, amount in (("n1", n1), ("n2", n2), ("design_effect", design_effect)):
        if not amount > 0:
            raise InputError(f"`{name}` is {amount}; it is above 0")
    if p1 == p2:
        return 0.0
    variance = design_effect * (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return float((p1 - p2) / np.sqrt(variance)) if variance > 0 else float(np.copysign(np.inf, p1 - p2))


def beyond_sampling(
    shares: Array, error_sd_points: float, normal: ArrayLike, against: int = 0, in_favour: int = 1
) -> Array:
    """Return the shares after a drawn error in net opposition, in points.

    Parameters
    ----------
    shares : array of float, shape (..., n_answers)
        Draws of the shares; rows sum to 1.
    error_sd_points : float
        Standard deviation of the error in (against - in favour), in percentage points, at least 0. A poll
        whose wording does not name the package: 8 to 12 (judgement).
    normal : array of float, shape (...)
        Drawn errors in standard deviations.
    against, in_favour : int
        Columns of the two answers.

    Returns
    -------
    array of float, shape of `shares`
        Half the error goes to each answer. Other answers keep their shares, and both answers stay at 0 or
        above: an error that asks for more is cut.

    Examples
    --------
    >>> beyond_sampling(np.array([0.70, 0.20, 0.10]), error_sd_points=10, normal=-1.0).round(2).tolist()
    [0.65, 0.25, 0.1]
    """
    if not error_sd_points >= 0:
        raise InputError(f"`error_sd_points` is {error_sd_points}; a standard deviation is at least 0")
    shifted = np.array(shares, dtype=float)
    decided = shifted[..., against] + shifted[..., in_favour]
    error = error_sd_points / 100 * np.asarray(normal, dtype=float)
    shifted[..., against] = np.clip(shifted[..., against] + error / 2, 0.0, decided)
    shifted[..., in_favour] = decided - shifted[..., against]
    return shifted


def support_bounds(support: float, undecided: float) -> tuple[float, float]:
    """Return support if no undecided person comes over, and if all do; both arguments in one unit.

    >>> support_bounds(17, 9)
    (17, 26)
    """
    if not (support >= 0 and undecided >= 0):
        raise InputError(f"`support` is {support} and `undecided` {undecided}; both are at least 0")
    return support, support + undecided


register(
    Model(
        id="poll-posterior",
        family="chance",
        meaning="Which shares of the public oppose and support, given one poll's counts?",
        reference=(
            "Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of Political "
            "Science 40(4), 499-517."
        ),
        status="textbook",
        function=poll_posterior,
        example={"counts": [1184, 272, 144], "design_effect": 1.5},
    )
)
