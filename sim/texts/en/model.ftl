model-too-much-money = instrument { $instrument }: pays more than the book can hold; at most { $most } yuan at once in a city
