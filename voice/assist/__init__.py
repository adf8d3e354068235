"""While a person talks: what to say, look up, remind and warn of. After: the summary and the reply."""
