import gc

# Most of the garbage collector's time goes into looking at modules again and again.
gc.set_threshold(20_000, 10, 20)
