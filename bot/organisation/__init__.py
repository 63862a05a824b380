"""Who the organisation is that runs Steady: `organisation.yml`, checked."""
