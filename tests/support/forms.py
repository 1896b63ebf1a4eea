"""The forms of known samplers in Julia that are found together, because Julia takes seconds to start."""

# How each is to be called: the shape in which numbers are given, what holds two of them, what the mean is.
JULIA = {
    "jl_covariance": ("matrix", "", "μ"),
    "jl_encoder": ("batch", "", ""),
    "jl_float32": ("batch", "", "mu"),
    "jl_generator": ("batch", "", "μ"),
    "jl_loops": ("batch", "", "mu"),
    "jl_noise_given": ("batch", "", "μ"),
    "jl_one_line": ("batch", "", "μ"),
    "jl_scalars": ("scalar", "", "μ"),
    "jl_sigma": ("batch", "", "μ"),
    "jl_tuple": ("batch", "", "μ"),
    "jl_vector": ("vector", "", "μ"),
}
