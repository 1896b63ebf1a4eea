# Finding a sampler of any name and form in a Julia file, by what functions do, and calling it as if it were
# f(mu, p) -> z with arrays (batch, latent). What it finds are proposals: the grader judges numbers.

module Finder

using LinearAlgebra
using Random

const SHAPES = ("batch", "vector", "scalar", "columns", "matrix")
const SIZE, SHIFT, COUNTED, MAX_NAMES = (5, 3), 3.0, 4, 80
const OTHERS = r"^(kl|loss|elbo|decode|train|test|main|plot|fit|load|save|eval|include)"i
const ROLES = [
    ("noise", r"^(eps(ilon)?|ϵ|ε|noise|e|ξ|z0)$"),
    ("count", r"^(n|k|m|s|l|n_?samples|num_?samples|samples|nsamples)$"i),
    ("generator", r"^(rng|generator|gen)$"),
    ("latent", r"^(latent(_dim|_size)?|z_?dim|d|dims?|latent)$"),
    ("model", r"^(enc(oder)?(_net)?|model|net(work)?|f|q|encode|vae)$"),
    ("data", r"^(x|xs|input|data|image)$"),
]

"Return a plan for each function that samples, or gives what has the right shape."
function proposals(names::Vector{Any}, find, folder::String)
    plans = Any[]
    for name in names
        occursin(OTHERS, name) && continue
        student = find(Symbol(name))
        student isa Function || continue
        for method in methods(student).ms
            startswith(string(method.file), folder * "/") || continue
            plan = best(student, String(name), method, folder)
            plan === nothing || push!(plans, plan)
        end
        length(plans) > MAX_NAMES && break
    end
    return plans
end

"Return the first plan by which a method samples; else one by which it gives the right shape."
function best(@nospecialize(student), name::String, method::Method, folder::String)
    spare = nothing
    order = String[string(argument) for argument in Base.method_argnames(method)[2:end]]
    for shape in SHAPES, roles in assignments(order)
        packs = "packed" in values(roles) ? ("pair", "joined") : ("",)
        for packed in packs
            plan = Dict{String,Any}(
                "function" => name, "owner" => "", "line" => Int(method.line), "order" => Any[order...],
                "file" => relpath(string(method.file), folder), "keywords" => Any[], "shared" => false,
                "roles" => roles, "shape" => shape, "packed" => packed, "part" => "",
            )
            plan["kind"] = attempt(student, plan)
            if plan["kind"] == "exact"
                plan["shared"] = is_shared(student, plan)
                return plan
            end
            better = spare === nothing || (spare["kind"], plan["kind"]) == ("shape", "still")
            plan["kind"] != "" && better && (spare = plan)
        end
    end
    return spare
end

function role(name::String)
    for (key, pattern) in ROLES
        occursin(pattern, name) && return key
    end
    return ""
end

"Return the ways in which mu, the width and the rest may be given: role by argument."
function assignments(order::Vector{String})
    ways = Dict{String,Any}[]
    free = filter(name -> role(name) == "", order)
    for two in (free, order)
        length(two) == 2 || continue
        rest = Dict{String,Any}(name => role(name) for name in order if !(name in two))
        push!(ways, merge(rest, Dict{String,Any}(two[1] => "mean", two[2] => "width")))
        push!(ways, merge(rest, Dict{String,Any}(two[1] => "width", two[2] => "mean")))
    end
    one = length(order) == 1 ? order : free
    if length(one) == 1
        rest = Dict{String,Any}(name => role(name) for name in order if name != one[1])
        push!(ways, merge(rest, Dict{String,Any}(one[1] => "packed")))
    end
    models = filter(name -> role(name) == "model", order)
    if length(order) == 2 && length(models) == 1
        other = first(filter(name -> name != models[1], order))
        push!(ways, Dict{String,Any}(models[1] => "model", other => "data"))
    end
    return ways
end

"Say how a function behaves by a plan, whose part it fills in; nothing where it cannot be called."
function attempt(@nospecialize(student), plan::Dict{String,Any})
    mu = 2 .* rand(MersenneTwister(7), SIZE...) .- 1
    width = repeat(0.3 .+ 0.6 .* rand(MersenneTwister(8), 1, SIZE[2]); outer=(SIZE[1], 1))
    kind, part = "", ""
    for candidate in Any["", 0, 1, 2, 3]
        plan["part"] = candidate
        first_, again = draw(student, plan, mu, width, 1), draw(student, plan, mu .+ SHIFT, width, 1)
        other = draw(student, plan, mu, width, 2)
        (first_ === nothing || again === nothing || other === nothing) && continue
        moves = all(abs.(again .- first_ .- SHIFT) .< 1e-3)
        noise = first_ .- mu
        flat = plan["shape"] == "vector" && all(abs.(noise .- noise[:, 1]) .< 1e-3)
        flat || (moves && first_ != other && return "exact")
        kind == "still" || ((kind, part) = (moves ? "still" : "shape", candidate))
    end
    plan["part"] = part
    return kind
end

"Whether all share noise in arrays, although a vector or a number a call would have its own."
function is_shared(@nospecialize(student), plan::Dict{String,Any})
    plan["shape"] == "batch" || return false
    zeros_, halves = zeros(SIZE), fill(0.5, SIZE)
    z = draw(student, plan, zeros_, halves, 1)
    (z === nothing || !all(z .≈ z[1:1, :])) && return false
    for shape in ("vector", "scalar")
        alone = draw(student, merge(plan, Dict{String,Any}("shape" => shape)), zeros_, halves, 1)
        alone !== nothing && !all(alone .≈ alone[1:1, :]) && return true
    end
    return false
end

function draw(@nospecialize(student), plan::Dict{String,Any}, mu, width, state::Int)
    Random.seed!(state)
    try
        z = adapter(student, plan)(copy(mu), copy(width))
        return z isa AbstractMatrix{<:Real} && size(z) == SIZE ? Matrix{Float64}(z) : nothing
    catch error
        error isa InterruptException && rethrow()
        return nothing
    end
end

"Return f(mu, p) -> z for a function that is called by a plan."
function adapter(@nospecialize(student), plan::Dict{String,Any})
    one(mu, width) = one_call(student, plan, mu, width)
    shape = plan["shape"]
    shape == "batch" && return one
    shape == "columns" && return (mu, width) -> permutedims(one(permutedims(mu), permutedims(width)))
    shape == "scalar" && return (mu, width) -> map(one, mu, width)
    rows(f) = (mu, width) -> stack_rows(Any[f(mu[i, :], width[i, :]) for i in axes(mu, 1)])
    shape == "vector" && return rows(one)
    shape == "matrix" && return rows((mu, width) -> one(mu, Matrix(Diagonal(width))))
    return (mu, width) -> rows(by_rotation(one, size(mu, 2), shape))(mu, width)
end

"Give the width as a turned matrix, a covariance or its Cholesky factor, and turn back what comes."
function by_rotation(one, size::Int, shape::String)
    turn = Matrix(qr(randn(MersenneTwister(11), size, size)).Q)
    return function (mu, width)
        covariance = turn * Diagonal(shape == "covariance" ? width : width .^ 2) * turn'
        matrix = Matrix(Symmetric(covariance))
        z = one(mu, shape == "covariance" ? matrix : Matrix(cholesky(Symmetric(matrix)).L))
        return mu .+ turn' * (vec(z) .- mu)
    end
end

stack_rows(rows::Vector{Any}) = permutedims(reduce(hcat, Any[vec(collect(row)) for row in rows]))

function one_call(@nospecialize(student), plan::Dict{String,Any}, mu, width)
    arguments = Any[]
    for name in plan["order"]
        haskey(plan["roles"], name) && push!(arguments, value(plan["roles"][name], plan["packed"], mu, width))
    end
    z = student(arguments...)
    part = plan["part"]
    z = part isa Int ? z[part+1] : z
    return "count" in values(plan["roles"]) ? sample(z, size(mu)) : z
end

function value(role::String, packed::String, mu, width)
    role == "mean" && return mu
    role == "width" && return width
    role == "noise" && return mu isa Number ? randn(typeof(mu)) : randn(eltype(mu), size(mu))
    role == "count" && return COUNTED
    role == "generator" && return Random.default_rng()
    role == "latent" && return mu isa Number ? 1 : size(mu, ndims(mu))
    role == "model" && return (_...) -> (mu, width)
    role == "data" && return mu
    return packed == "joined" ? cat(mu, width; dims=ndims(mu)) : (mu, width)
end

"Return the first of several samples, along whatever axis they are."
function sample(z, shape)
    z isa Vector{<:AbstractArray} && return z[1]
    for axis in 1:ndims(z)
        others = Tuple(size(z, a) for a in 1:ndims(z) if a != axis)
        size(z, axis) == COUNTED && others == shape && return copy(selectdim(z, axis, 1))
    end
    return z
end

# Functions that return values, called in the ways that the grader asks for.

"Return the methods of a hand-in, each with its arguments."
function signatures(names::Vector{Any}, find, folder::String)
    entries = Any[]
    for name in names
        student = find(Symbol(name))
        student isa Function || continue
        for method in methods(student).ms
            (startswith(string(method.file), folder * "/") && length(entries) < MAX_NAMES) || continue
            positional = Any[string(argument) for argument in Base.method_argnames(method)[2:end]]
            keywords = Any[string(keyword) for keyword in Base.kwarg_decl(method)]
            push!(entries, Dict{String,Any}(
                "function" => name, "owner" => "", "line" => Int(method.line), "required" => positional,
                "file" => relpath(string(method.file), folder), "positional" => positional,
                "order" => Any[positional..., keywords...],
            ))
        end
    end
    return entries
end

"Return a function of the inputs alone, in the plan's order, that gives the plan's part of the outcome."
function arrangement(@nospecialize(student), plan::Dict{String,Any}, keywords::Dict{String,Any})
    function once(inputs...)
        columns = Any[padding(input, blank) for (input, blank) in zip(inputs, plan["blanks"])]
        values = merge(keywords, Dict{String,Any}(zip(plan["arguments"], columns)))
        positional = Any[values[name] for name in plan["positional"] if haskey(values, name)]
        by_name = Any[Symbol(name) => values[name] for name in keys(values) if !(name in plan["positional"])]
        result = student(positional...; by_name...)
        return plan["part"] isa Int ? result[plan["part"]+1] : result
    end
    plan["shape"] == "vector" || return once
    return (inputs...) -> [once(Any[input[row, :] for input in inputs]...) for row in axes(inputs[1], 1)]
end

"Return an input filled up to so many columns with a value, where there is one."
function padding(input, blank::Vector{Any})
    isempty(blank) && return input
    more = fill(convert(eltype(input), blank[2]), size(input, 1), blank[1] - size(input, 2))
    return hcat(input, more)
end

"Call in each way at each point; return the parts of what came back as (points, ...) by their index."
function attempts(trials::Vector{Any}, names::Vector{Any}, arrays::Vector{Any}, points::Int, find)
    rows, outputs = Any[], Any[]
    for trial in trials
        row = Any[]
        for (part, output) in outcome(trial, Dict{String,Any}(zip(names, arrays)), points, find)
            push!(row, Any[part, length(outputs)])
            push!(outputs, output)
        end
        push!(rows, row)
    end
    return rows, outputs
end

function outcome(trial::Dict{String,Any}, inputs::Dict{String,Any}, points::Int, find)
    take = arrangement(find(Symbol(trial["function"])), merge(trial, Dict{String,Any}("part" => "")), trial["keywords"])
    every, whole = Any[], true
    try
        for point in 1:points
            arguments = Any[]
            for name in trial["inputs"]
                rows = div(size(inputs[name], 1), points)
                push!(arguments, inputs[name][(point-1)*rows+1:point*rows, :])
            end
            result = take(arguments...)
            whole = !(result isa Union{Tuple,NamedTuple})
            push!(every, whole ? (result,) : result)
        end
    catch error
        error isa InterruptException && rethrow()
        return Any[]
    end
    parts = Any[]
    for index in 1:min(length(every[1]), 8)
        values = Any[entry[index] for entry in every if length(entry) >= index]
        fit = length(values) == points && all(value -> value isa Union{Real,AbstractArray{<:Real}}, values)
        fit && all(size(value) == size(values[1]) for value in values) || continue
        push!(parts, (whole ? "" : index - 1, stack_points(values)))
    end
    return parts
end

"Return numbers or arrays of one shape as one array, (points, ...)."
function stack_points(values::Vector{Any})
    shape = size(values[1])
    array = zeros(length(values), shape...)
    for point in 1:length(values)
        selectdim(array, 1, point) .= Float64.(values[point])
    end
    return array
end

end
