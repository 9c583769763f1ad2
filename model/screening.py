"""Screening of projects whose quality nobody sees exactly: hours buy precision.

Quality is measured in standard deviations from the mean of all leads: a standard normal. `h0` hours give a
signal as noisy as quality itself is spread (the noise's standard deviation is one), so that a review of
`hours` sees ``quality + noise / √(hours / h0)`` and expects ``τ / (1 + τ)`` of it, with ``τ = hours / h0``.
"""

import math

import numpy as np

from crosspark.model.kernel import kernel


@kernel
def posterior_mean(quality: float, hours: float, h0: float, noise_draw: float) -> float:
    """Return the quality that a screener expects after `hours` (standard normal `noise_draw`)."""
    precision = hours / h0
    return (precision * quality + math.sqrt(precision) * noise_draw) / (1.0 + precision)


@kernel
def screen(quality: float, hours: float, h0: float, threshold: float, noise_draw: float) -> bool:
    """Return whether one screener passes a project: its expected quality exceeds `threshold`.

    Parameters
    ----------
    quality : float
        True quality, in standard deviations of the population.
    hours, h0 : float
        Hours spent, and the hours that give a signal as noisy as quality is spread; `h0` > 0.
    threshold : float
        Expected quality from which a project is worth having.
    noise_draw : float
        A standard normal draw of this screener and project.

    Returns
    -------
    bool
    """
    return posterior_mean(quality, hours, h0, noise_draw) > threshold


def pass_rate(quality: float, hours: float, h0: float, threshold: float) -> float:
    """Return the chance that one screener passes a project of known true quality (closed form)."""
    precision = hours / h0
    if precision == 0.0:
        return float(threshold < 0.0)
    return _phi((precision * quality - (1.0 + precision) * threshold) / math.sqrt(precision))


def error_rates(hours: float, h0: float, threshold: float) -> tuple[float, float]:
    """Return the false-accept and the false-reject rate of one screener over all leads (closed form).

    A project is good if its true quality exceeds the threshold. The false-accept rate is the share of bad
    ones that pass, the false-reject rate the share of good ones that do not.

    Notes
    -----
    Quality and what the screener expects are jointly normal with correlation ``ρ = √(τ / (1 + τ))``, and a
    project passes if the expectation, in its own standard deviations, exceeds ``threshold / ρ``. The joint
    probability is Plackett's integral over the correlation, by Gauss–Legendre quadrature.

    References
    ----------
    .. [1] Plackett (1954), A reduction formula for normal multivariate integrals, Biometrika 41.
    """
    bad = _phi(threshold)
    precision = hours / h0
    if precision == 0.0:
        passes = float(threshold < 0.0)
        return passes, 1.0 - passes
    rho = math.sqrt(precision / (1.0 + precision))
    cut = threshold / rho
    both = bad * _phi(cut) + _plackett(threshold, cut, rho)
    return (bad - both) / bad, (_phi(cut) - both) / (1.0 - bad)


def any_passes(pass_rate: float, screeners: int) -> float:
    """Return the chance that at least one of several independent screeners passes a project (polyarchy).

    References
    ----------
    .. [1] Sah & Stiglitz (1986), The architecture of economic systems, American Economic Review 76.
    """
    return 1.0 - (1.0 - pass_rate) ** screeners


def all_pass(pass_rate: float, screeners: int) -> float:
    """Return the chance that every one of several independent screeners passes a project (hierarchy).

    References
    ----------
    .. [1] Sah & Stiglitz (1986), The architecture of economic systems, American Economic Review 76.
    """
    return float(pass_rate**screeners)


def _phi(x: float) -> float:
    """Return the standard normal distribution function."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def _plackett(h: float, k: float, rho: float) -> float:
    """Return P(X ≤ h, Y ≤ k) − Φ(h)Φ(k) for standard normals of correlation `rho` in [0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(64)
    half = 0.5 * math.asin(rho)
    angle = half * (nodes + 1.0)
    exponent = (h * h - 2.0 * h * k * np.sin(angle) + k * k) / (2.0 * np.cos(angle) ** 2)
    return float(half * np.sum(weights * np.exp(-exponent)) / (2.0 * math.pi))
