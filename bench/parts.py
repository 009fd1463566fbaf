"""All parts of the bench, in the order in which they run and stand in the README: a line for each."""

from bench import (
    cities,
    commands,
    coupling,
    coverage,
    flips,
    floor,
    headline,
    launchers,
    mechanisms,
    million,
    peer,
    policy,
    scale,
    workers,
)
from bench.part import Part

PARTS = {
    part.name: part
    for part in (
        Part("headline", "CPU until official is known to within 0.008, against 0.4.0", headline.measure, headline.ROWS),
        Part("cities", "cost of a city, a row and a week, against 0.4.0", cities.measure, cities.ROWS),
        Part("floor", "floor of the kernel, kernel and engine", floor.measure, floor.ROWS),
        Part("scale", "cost against consumers, cities and allocations", scale.measure, scale.ROWS),
        Part("startup", "start-up of the command", commands.start_up, commands.START_UP),
        Part("peer", "engine beside one Mesa object per consumer", peer.measure, peer.ROWS),
        Part("million", "one million consumers, every slot of venues in use", million.measure, million.ROWS),
        Part("policy", "share of a policy world that is the policy's own", policy.measure, policy.ROWS),
        Part("coupling", "noise of a difference, with and without keyed draws", coupling.measure, coupling.ROWS),
        Part("coverage", "how often intervals of the engine's replicates cover", coverage.measure, coverage.ROWS),
        Part("mechanisms", "cost of each mechanism", mechanisms.measure, mechanisms.ROWS),
        Part("main", "the job of make run", commands.main_job, commands.MAIN_JOB),
        Part("validate", "sanxin validate", commands.validation, commands.VALIDATION),
        Part("flips", "flip distances of shipped comparisons, run again", flips.measure, flips.ROWS),
        Part("launchers", "what a cell costs beside its simulation, by launcher", launchers.measure, launchers.ROWS),
        Part("workers", "start and memory of processes that share replicates", workers.measure, workers.ROWS),
    )
}
