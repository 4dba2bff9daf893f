"""Files to datasets: reading, profiling, splitting and mending tables. Knows neither Qt nor torch."""
