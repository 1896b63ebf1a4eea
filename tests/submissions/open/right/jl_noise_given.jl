"""The noise is an argument."""

z_of(μ, logσ², ϵ) = μ .+ exp.(logσ² ./ 2) .* ϵ
