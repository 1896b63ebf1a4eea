# Broadcasts over arrays of numbers, one operation at a time; for the image alone.
#
# Julia compiles a dotted formula as a whole, anew for each formula and dtype, which was most of what a submission
# took. Arithmetic and functions of Base give the same numbers one after the other, by code that is in the image, but
# for the last bit of a power like x .^ -0.5, whose exponent Julia sees in the formula;
# Base itself does so for ranges. A call of any other function, which may draw noise or print, stays as it is.

using Base.Broadcast: Broadcast, Broadcasted, DefaultArrayStyle, broadcasted, materialize

const Numbers = Union{Vector{Float32},Vector{Float64},Matrix{Float32},Matrix{Float64}}
const Scalar = Union{Float32,Float64,Int}
const UNARY = Any[+, -, abs, abs2, cos, exp, expm1, inv, log, log1p, one, sin, sqrt, tanh, zero]
const BINARY = Any[+, -, *, /, ^, max, min]

for f in UNARY
    @eval @noinline Broadcast.broadcasted(f::$(typeof(f)), a::Numbers) = each(f, a)
end
for f in BINARY
    @eval @noinline Broadcast.broadcasted(f::$(typeof(f)), a::Numbers, b::Scalar) = each(x -> f(x, b), a)
    @eval @noinline Broadcast.broadcasted(f::$(typeof(f)), a::Scalar, b::Numbers) = each(x -> f(a, x), b)
    @eval @noinline Broadcast.broadcasted(f::$(typeof(f)), a::Numbers, b::Numbers) = paired(f, a, b)
end
Broadcast.broadcasted(::typeof(Base.literal_pow), ::typeof(^), a::Numbers, ::Val{2}) = broadcasted(abs2, a)

@inline function each(f, a::Array{T,N}) where {T,N}
    result = Array{Base.promote_op(f, T),N}(undef, size(a))
    for i in 1:length(a)
        @inbounds result[i] = f(a[i])
    end
    return result
end

@inline function paired(f, a::Array{S,M}, b::Array{T,N}) where {S,T,M,N}
    Result = Array{Base.promote_op(f, S, T),max(M, N)}
    # What is rare is compiled when it comes.
    size(a) == size(b) || return Base.invokelatest(expanded, f, a, b)::Result
    result = Result(undef, size(a))
    for i in 1:length(a)
        @inbounds result[i] = f(a[i], b[i])
    end
    return result
end

"Apply a function to arrays of different shapes as Base does: axes of length 1 stretch, any others must agree."
function expanded(f::F, a::Array{S,M}, b::Array{T,N}) where {F,S,T,M,N}
    return materialize(Broadcasted{DefaultArrayStyle{max(M, N)}}(f, (a, b)))
end

"Leave all to Base where a package is loaded: some differentiate what Base does, and cannot what writes into arrays."
function withdraw(package::Base.PkgId)
    startswith(something(Base.locate_package(package), ""), Sys.STDLIB) && return
    for method in methods(broadcasted)
        method.module === @__MODULE__() && Base.delete_method(method)
    end
end
push!(Base.package_callbacks, withdraw)
