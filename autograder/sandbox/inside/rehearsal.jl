# What submissions in Julia do with arrays of numbers: compiled once, while the image is made, and not run.

using Random, Statistics

function reductions(x)
    sum(x), sum(x; dims=1), sum(x; dims=2), sum(abs2, x), sum(abs2, x; dims=2)
    vec(sum(x; dims=2)), dropdims(sum(x; dims=2); dims=2), sum(x; dims=2)[:, 1], sum(x; dims=2)[:]
    mean(x), mean(x; dims=2), maximum(x), maximum(x; dims=2), minimum(x)
    return size(x), size(x, 1), axes(x, 1), eachindex(x), length(x), eltype(x), ndims(x)
end

function noise(x)
    T, rng = eltype(x), Random.default_rng()
    randn(), randn(2, 2), randn(size(x)), randn(size(x)...), randn!(similar(x))
    randn(T), randn(T, 2, 2), randn(T, size(x)), randn(T, size(x)...)
    randn(rng), randn(rng, size(x)), randn(rng, size(x)...)
    randn(rng, T), randn(rng, T, size(x)), randn(rng, T, size(x)...)
    return rand(), rand(2, 2), rand(size(x)), rand(T), rand(T, size(x)), rand(T, size(x)...)
end

function copies(x)
    T = eltype(x)
    zeros(2), zeros(size(x)), zeros(T, 2), zeros(T, size(x)), ones(size(x)), fill(one(T), 2)
    similar(x), zero(x), copy(x), Float32.(x), Float64.(x), x', permutedims(x), x * x
    x[1, 1], x[1, :], x[:, 1], x[:], view(x, 1, :), collect(eachrow(x)), collect(eachcol(x))
    return reshape(x, 4), reshape(x, 2, 2), hcat(x, x), vcat(x, x)
end

for T in (Float32, Float64)
    M, V = Matrix{T}, Vector{T}
    for f in (reductions, noise, copies)
        precompile(f, (M,))
    end
    for A in (M, V)
        for f in UNARY
            precompile(broadcasted, (typeof(f), A))
        end
        for f in BINARY, S in (Float32, Float64, Int)
            precompile(broadcasted, (typeof(f), A, S))
            precompile(broadcasted, (typeof(f), S, A))
        end
    end
    for f in Any[+, -, *, /, max], S in (Float32, Float64)
        precompile(broadcasted, (typeof(f), M, Matrix{S}))
        precompile(broadcasted, (typeof(f), V, Vector{S}))
    end
    for f in Any[+, -, *, /]
        precompile(expanded, (typeof(f), M, M))
        precompile(broadcasted, (typeof(f), M, V))
        precompile(broadcasted, (typeof(f), V, M))
    end
end
