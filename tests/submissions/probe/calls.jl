"""What the worker's tests ask of Julia: each function shows one thing."""

using Random

module Inner
export product
product(x, y) = x .* y
end
using .Inner

transposed(x) = x'
sums(x, y) = vec(sum(x .* y; dims=2))
number(x) = x[1, 1]
view_of(x) = view(x, 2:2, :)
cube(x) = cat(x, 2x; dims=3)
none(x) = nothing
pair(x) = (x, x)
text(x) = "text"
words(x) = ["a", "b"]
mixed(x) = Any[1, 2.0]
truth(x) = x .> 0
bigger(x) = big.(x)
huge(x) = zeros(5_000_000)

const count = Ref(0)
grows(x) = ones(count[] += 1)

function changes(x, y)
    y .= 0
    return x
end

by_position(x, beta=1.0) = beta .* x
by_name(x; beta=1.0) = beta .* x
by_other_name(x; β=1.0) = β .* x
by_any_name(x; options...) = options[:beta] .* x
as_float32(x::Matrix{Float64}; beta::Float32=1.0f0) = beta .* x
by_typed_position(x, beta::Float64) = beta .* x
without(x) = x

typed(x::Matrix{Float32}, y::Matrix{Float32}) = x
scalar(x::Real, y::Real) = x + y

out_of_bounds(x) = x[10, 10]
undefined(x) = mean(x)
mismatched(x) = x .+ ones(7)
not_a_method(x) = sqrt("two")
thrown(x) = error("my \"own\"\nerror \x1b[31m")
leaves(x) = exit(3)
recurses(x) = 1 + recurses(x)

struct Unreadable <: Exception end
Base.showerror(io::IO, ::Unreadable) = error("no")
unreadable(x) = throw(Unreadable())

function prints(x)
    for _ in 1:10^5
        println("a line that is printed again and again, for a long time")
    end
    return x
end

writes(x) = open(io -> foreach(_ -> write(io, 1.0), 1:10^6), "large.bin", "w")

draws(x) = randn(size(x))
slow(x) = (sleep(3); x)
stops(x) = ccall(:abort, Cvoid, ())

surroundings(x) = Vector{UInt8}(join([pwd(); sort(collect(keys(ENV))); ARGS; PROGRAM_FILE], "\n"))
descriptors(x) = parse.(Int, readdir("/proc/self/fd"))

const ONE = [+, -, abs, abs2, cos, exp, expm1, inv, log, log1p, one, sin, sqrt, tanh, zero]
const TWO = [+, -, *, /, ^, max, min]
same(a, b) = typeof(a) == typeof(b) && isequal(a, b)

"For each operation, whether a broadcast is not, bit by bit, what a call for each element gives."
function unlike(x)
    a = abs.(x)
    column = [a[i, 1] for i in axes(a, 1), j in axes(a, 2)]
    ones = [!same(f.(a), map(f, a)) for f in ONE]
    twos = map(TWO) do f
        numbers = same(f.(a, 2), map(v -> f(v, 2), a)) && same(f.(0.5, a), map(v -> f(0.5, v), a))
        stretched = same(f.(a, a[:, 1]), map(f, a, column)) && same(f.(a, a[:, 1:1]), map(f, a, column))
        return !(numbers && stretched && same(f.(a, a), map(f, a, a)))
    end
    return [ones; twos; !same(a .^ 2, map(v -> v^2, a))]
end

"One number for each element, by a function of the file's that is given one for each column."
noise_for_each(x) = 0 .* x .+ (_ -> randn()).(x[1:1, :])
