# The untrusted end in Julia: runs the student's file and calls its functions when asked.
#
# It takes the place of a process that has confined itself, shares it with the student's code and is therefore
# believed in nothing: it can only answer with numbers and words, and the grader judges the numbers. The frames
# are those of protocol.py, over descriptors 3 and 4, but for a request's header, which is a Julia literal.
# Standard library only, Julia 1.5 or later.

module GraderEnd

using Random
using Main: Definitions, Finder

const REQUEST, REPLY = Cint(3), Cint(4)
const MAGIC = b"VAE1"
const MAX_PAYLOAD = 32 << 20
const MAX_NAMES = 5000
const MAX_TOLD = 50
const MAX_LINES = 6
const MAX_TEXT = 500
const DTYPES = Dict{String,Any}()
const NAMES = IdDict{Any,Any}()
const WORDS = Dict{Int,Any}(1 => UInt8, 2 => UInt16, 4 => UInt32, 8 => UInt64)
for (name, type) in Any[
    ("<f2", Float16), ("<f4", Float32), ("<f8", Float64), ("|b1", Bool), ("|i1", Int8), ("|u1", UInt8),
    ("<i2", Int16), ("<i4", Int32), ("<i8", Int64),
]
    DTYPES[name] = type
    NAMES[type] = name
end

"The id of the request that is being answered, or nothing."
const answering = Ref{Any}(nothing)

"Say that the walls stand, wait until that is read, run the submission, say what it defines, then answer calls until the pipe closes."
function serve(file::String, seed::UInt64, layers::String, definitions_only::Bool)
    folder = pwd()
    empty!(ARGS)
    send(table("id", 0, "layers", Any[String(layer) for layer in split(layers, ",")]))
    read_bytes(1) === nothing && return
    atexit(() -> tell_exit(folder))
    Random.seed!(seed)
    header = table("id", 0)
    answering[] = 0
    try
        path = joinpath(folder, file)
        if definitions_only
            Definitions.load(Main, path)
        else
            Base.include(Main, path)
            Base.invokelatest(Definitions.load_main, Main, path)
        end
        header["left"], header["undecorated"] = first_of(Definitions.left), first_of(Definitions.undecorated)
        header["functions"] = Base.invokelatest(function_names)
    catch error
        header["error"] = Base.invokelatest(account, error, catch_backtrace(), folder)
    end
    send(header)
    while true
        request = receive()
        request === nothing && return
        answering[] = request[1]["id"]
        # The student's definitions are younger than this function: only latest calls see them.
        header, payload = Base.invokelatest(answer, request[1], request[2], seed, folder)
        header["id"] = request[1]["id"]
        send(header, payload)
    end
end

first_of(entries::Vector{Any}) = entries[1:min(end, MAX_TOLD)]

"Return a table of keys and values that are given in turn."
function table(@nospecialize(items...))
    made = Dict{String,Any}()
    for i in 1:2:length(items)
        made[items[i]] = items[i+1]
    end
    return made
end

"Make the call that was asked for; whatever goes wrong in it is the answer."
function answer(question::Dict{String,Any}, arrays::Vector{Any}, seed::UInt64, folder::String)
    if haskey(question, "search")
        outcome = look(question, arrays, folder)
        Random.seed!(seed)
        return outcome
    end
    student = find(Symbol(question["function"]))
    student === nothing && return table("error", table("kind", "missing")), UInt8[]
    try
        if haskey(question, "plan")
            haskey(question, "reseed") && Random.seed!(seed)
            plan = question["plan"]
            values = haskey(plan, "arguments")
            take = values ? Finder.arrangement(student, plan, question["keywords"]) : Finder.adapter(student, plan)
            return call(take, question["inputs"], arrays, question["calls"])
        end
        take = taking(student, arrays, question["keywords"])
        take === nothing && return table("error", refusal(student, arrays)), UInt8[]
        haskey(question, "reseed") && Random.seed!(seed)
        return call(take, question["inputs"], arrays, question["calls"])
    catch error
        return table("error", account(error, catch_backtrace(), folder)), UInt8[]
    end
end

"Look for a sampler, list the functions, or call them in many ways."
function look(question::Dict{String,Any}, arrays::Vector{Any}, folder::String)
    names = function_names()
    question["search"] == "sampler" && return table("proposals", Finder.proposals(names, find, folder)), UInt8[]
    question["search"] == "functions" && return table("proposals", Finder.signatures(names, find, folder)), UInt8[]
    parts, outputs = Finder.attempts(question["trials"], question["inputs"], arrays, question["points"], find)
    heads = Any[table("dtype", "<f8", "shape", Any[size(output)...]) for output in outputs]
    return table("parts", parts, "arrays", heads), reduce(vcat, Any[rows_of(output) for output in outputs]; init=UInt8[])
end

"Return a function of the inputs alone, its keyword by position or by name, or nothing where it takes neither."
function taking(@nospecialize(student), arrays::Vector{Any}, keywords::Dict{String,Any})
    isempty(keywords) && return applicable(student, arrays...) ? student : nothing
    name, value = first(keywords)
    for argument in Any[eltype(arrays[1])(value), value]
        applicable(student, arrays..., argument) && return bound(with_argument, Any[student, argument])
    end
    applicable(student, arrays...) || return nothing
    names = Base.kwarg_decl(which(student, typeof(Tuple(arrays))))
    isempty(names) && return nothing
    keyword = Symbol(name) in names ? Symbol(name) : names[1]
    endswith(string(keyword), "...") && (keyword = Symbol(name))
    return bound(with_keyword, Any[student, keyword, value])
end

"Return a function of the inputs alone, whose type says nothing of the student's: it is compiled once for all."
bound(@nospecialize(way), rest::Vector{Any}) = (inputs...) -> way(Any[inputs...], rest...)

with_argument(inputs::Vector{Any}, @nospecialize(student), @nospecialize(argument)) = student(inputs..., argument)

"Call with a keyword, in the type that its declaration insists on."
function with_keyword(inputs::Vector{Any}, @nospecialize(student), keyword::Symbol, @nospecialize(value))
    try
        return student(inputs...; keyword => value)
    catch error
        is_typed = error isa TypeError && error.got === value && error.expected isa Type{<:Real}
        is_typed || rethrow()
        return student(inputs...; keyword => convert(error.expected, value))
    end
end

"Say why a function does not take the inputs: their number, or their types."
function refusal(@nospecialize(student), arrays::Vector{Any})
    wrong_types, signatures, types = false, String[], String[]
    for method in methods(student)
        wrong_types |= method.isva || method.nargs - 1 == length(arrays)
        push!(signatures, String(first(split(string(method), r" in | @ "))))
    end
    for array in arrays
        push!(types, string(typeof(array)))
    end
    wrong_types &= !applicable(student, arrays...)
    return table(
        "kind", wrong_types ? "signature" : "arguments",
        "signature", first(join(signatures, ", or "), MAX_TEXT),
        "given", join(types, ", "),
        "scalars", applicable(student, Any[one(eltype(array)) for array in arrays]...),
    )
end

"Call a function on fresh copies of the inputs; return a header, and the outputs' bytes one after the other."
function call(@nospecialize(take), names::Vector{Any}, arrays::Vector{Any}, calls::Int)
    payload, modified = UInt8[], Any[]
    type, shape = nothing, nothing
    for count in 1:calls
        arguments = Any[]
        for array in arrays
            push!(arguments, copy(array))
        end
        result = take(arguments...)
        kind = unfit(result)
        kind === nothing || return other(kind)
        output = result isa Number ? fill(result) : result isa Array ? result : Array(result)
        sizeof(output) * calls > MAX_PAYLOAD && return other("an array of shape $(size(output)), too large")
        if count == 1
            type, shape = eltype(output), size(output)
            payload = Vector{UInt8}(undef, sizeof(output) * calls)
            for i in 1:length(names)
                bytes_of(arguments[i]) == bytes_of(arrays[i]) || push!(modified, names[i])
            end
        elseif type !== eltype(output) || shape != size(output)
            return other("another shape or dtype from call to call")
        end
        put_rows(output, payload, sizeof(output) * (count - 1))
    end
    lengths = calls > 1 ? Any[calls, shape...] : Any[shape...]
    head = table("dtype", NAMES[type], "shape", lengths)
    return table("output", 0, "modified", modified, "arrays", Any[head]), payload
end

other(kind::String) = (table("output", table("other", kind)), UInt8[])

"Say what an output is instead of numbers that can be sent, or nothing."
function unfit(@nospecialize(output))
    output isa Tuple && return "a tuple of $(length(output))"
    output === nothing && return "nothing"
    output isa Union{AbstractArray,Number} || return string(nameof(typeof(output)))
    haskey(NAMES, eltype(output)) && return nothing
    return "an array of dtype " * (eltype(output) isa DataType ? string(nameof(eltype(output))) : "Any")
end

# What the submission defines.

"Return the value of a name in Main or in a module of the submission, if it can be called, or nothing."
function find(name::Symbol)
    for space in namespaces()
        if isdefined(space, name)
            value = getfield(space, name)
            (value isa Union{Function,Type} || !isempty(methods(value))) && return value
        end
    end
    return nothing
end

"Return the names of the functions of the submission."
function function_names()
    functions = Any[]
    for space in namespaces(), name in names(space; all=true, imported=true)
        plain = !startswith(string(name), "#") && !(name in (:eval, :include)) && isdefined(space, name)
        if plain && getfield(space, name) isa Function && length(functions) < MAX_NAMES
            push!(functions, first(string(name), 80))
        end
    end
    return functions
end

"Return Main and the modules defined in it, outermost first."
function namespaces()
    spaces = Module[Main]
    for space in spaces, name in names(space; all=true)
        isdefined(space, name) || continue
        value = getfield(space, name)
        own = value isa Module && parentmodule(value) === space && value !== @__MODULE__
        own && !(value in spaces) && !(value in (Base, Core)) && push!(spaces, value)
    end
    return spaces
end

# What went wrong, in the student's own lines.

"Return an account of an exception: its type, its message and where it was."
function account(@nospecialize(error), trace, folder::String)
    lines = Any[]
    while error isa LoadError
        push!(lines, Any[relative(string(error.file), folder), Int(error.line)])
        error = error.error
    end
    text = message(error, folder)
    kind = string(nameof(typeof(error)))
    if startswith(text, "syntax: ") || kind == "ParseError" || error isa AbstractString
        text = replace(text, "syntax: " => "")
        return table("kind", "syntax", "version", string(VERSION), "type", "Syntax error", "message", text, "lines", lines)
    end
    package = match(r"^Package (\w+) (?:\[.*\] )?(?:not found|is required)", text)
    if package !== nothing
        return table("kind", "package", "package", String(package[1]), "lines", lines)
    end
    for line in student_lines(stacktrace(trace), folder)
        line in lines || push!(lines, line)
    end
    if error isa Union{SystemError,Base.IOError} && occursin(r"file too large"i, text)
        return table("kind", "printed", "lines", lines)
    end
    return table("kind", "exception", "version", string(VERSION), "type", kind, "message", text, "lines", lines)
end

"Return an exception's message in one line or few, whatever showing it does short of never returning."
function message(@nospecialize(error), folder::String)
    try
        error isa AbstractString && return relative(String(error), folder)
        own = hasproperty(error, :msg) && error.msg isa AbstractString
        text = own ? String(error.msg) : String(first(split(sprint(showerror, error), '\n')))
        text = replace(text, string(nameof(typeof(error))) * ": " => ""; count=1)
        return first(relative(text, folder), MAX_TEXT)
    catch
        return "(its message could not be read)"
    end
end

"Return [file, line] of the frames in the student's folder, innermost last."
function student_lines(frames, folder::String)
    lines = Any[]
    for frame in frames
        file = string(frame.file)
        if startswith(file, folder * "/") && length(lines) < MAX_LINES
            pushfirst!(lines, Any[relative(file, folder), Int(frame.line)])
        end
    end
    return lines
end

relative(text::String, folder::String) = replace(replace(text, folder * "/" => ""), dirname(folder) * "/" => "")

"Say that exit() was called, if it was while a request was being answered."
function tell_exit(folder::String)
    answering[] === nothing && return
    lines = student_lines(stacktrace(), folder)
    send(table("id", answering[], "error", table("kind", "exit", "lines", lines)))
end

# Frames. Arrays are words of so many bytes, whatever they hold.

"Return a request's header and arrays, or nothing when the pipe has closed."
function receive()
    prefix = read_bytes(16)
    prefix === nothing && return nothing
    prefix[1:4] == MAGIC || error("not a frame")
    text = String(read_bytes(number(prefix, 5, 4)))
    payload = read_bytes(number(prefix, 9, 8))
    header = literal(Meta.parse(text))
    arrays = Any[]
    start = 1
    for head in header["arrays"]
        shape = head["shape"]
        push!(arrays, from_rows(payload, start, DTYPES[head["dtype"]], shape))
        start += sizeof(arrays[end])
    end
    return header, arrays
end

"Return the number that bytes are, the least significant first."
function number(bytes::Vector{UInt8}, start::Int, count::Int)
    value = 0
    for i in count:-1:1
        value = value << 8 + bytes[start+i-1]
    end
    return value
end

function put_number(io::IOBuffer, value::Int, count::Int)
    for i in 0:count-1
        write(io, (value >> 8i) % UInt8)
    end
end

"Return what a literal of Any[...] and Dict(key => value, ...) stands for, without running it."
function literal(@nospecialize(source))
    source isa Expr || return source
    if source.head === :ref
        values = Any[]
        for i in 2:length(source.args)
            push!(values, literal(source.args[i]))
        end
        return values
    end
    table = Dict{String,Any}()
    for i in 2:length(source.args)
        pair = source.args[i]
        table[pair.args[2]] = literal(pair.args[3])
    end
    return table
end

"Return a new array from numbers in the order of rows, which is the wire's."
function from_rows(payload::Vector{UInt8}, start::Int, @nospecialize(type), shape::Vector{Any})
    array = Array{type}(undef, Tuple(shape))
    start + sizeof(array) - 1 <= length(payload) || error("not a frame")
    GC.@preserve array payload exchange(
        pointer(payload, start), Ptr{UInt8}(pointer(array)), sizeof(type), reverse(Int[shape...])
    )
    return array
end

"Put an array's bytes in the order of rows into a payload, from an offset on."
function put_rows(@nospecialize(array), payload::Vector{UInt8}, offset::Int)
    rows = ndims(array) > 2 ? vec(permutedims(array, ndims(array):-1:1)) : array
    GC.@preserve rows payload exchange(
        Ptr{UInt8}(pointer(rows)), pointer(payload, offset + 1), sizeof(eltype(rows)), Int[size(rows)...]
    )
end

function rows_of(@nospecialize(array))
    payload = Vector{UInt8}(undef, sizeof(array))
    put_rows(array, payload, 0)
    return payload
end

"Copy elements that are so many bytes wide, and exchange rows and columns where there are two axes, the first the faster."
function exchange(from::Ptr{UInt8}, to::Ptr{UInt8}, width::Int, shape::Vector{Int})
    length(shape) == 2 || return unsafe_copyto!(to, from, prod(shape) * width)
    word = WORDS[width]
    transpose_words(Ptr{word}(from), Ptr{word}(to), shape[1], shape[2])
    return to
end

function transpose_words(from::Ptr{Word}, to::Ptr{Word}, fast::Int, slow::Int) where {Word}
    for i in 0:fast-1, j in 1:slow
        unsafe_store!(to, unsafe_load(from, (j - 1) * fast + i + 1), i * slow + j)
    end
end

function bytes_of(@nospecialize(array))
    bytes = Vector{UInt8}(undef, sizeof(array))
    GC.@preserve array bytes unsafe_copyto!(pointer(bytes), Ptr{UInt8}(pointer(array)), length(bytes))
    return bytes
end

"Write an answer; prints come first, so that they stand before whatever the next call prints."
function send(header::Dict{String,Any}, payload::Vector{UInt8}=UInt8[])
    for stream in (stdout, stderr)
        try flush(stream) catch end
    end
    haskey(header, "arrays") || (header["arrays"] = Any[])
    words = IOBuffer()
    json(words, header)
    text = take!(words)
    frame = IOBuffer()
    write(frame, MAGIC)
    put_number(frame, length(text), 4)
    put_number(frame, length(payload), 8)
    write(frame, text)
    answering[] = nothing
    write_bytes(take!(frame))
    write_bytes(payload)
end

"Write text, numbers, nothing, and Vector{Any} and Dict{String,Any} of them."
function json(io::IOBuffer, @nospecialize(value))
    if value isa String
        write(io, '"')
        for c in value
            character(io, c)
        end
        write(io, '"')
    elseif value isa Vector{Any}
        write(io, '[')
        for i in 1:length(value)
            i > 1 && write(io, ',')
            json(io, value[i])
        end
        write(io, ']')
    elseif value isa Dict{String,Any}
        write(io, '{')
        more = false
        for key in collect(keys(value))
            more && write(io, ',')
            more = true
            json(io, key)
            write(io, ':')
            json(io, value[key])
        end
        write(io, '}')
    else
        print(io, value === nothing ? "null" : value)
    end
end

function character(io::IOBuffer, c::Char)
    if !isvalid(c)
        write(io, "\\ufffd")
    elseif c == '"' || c == '\\'
        write(io, '\\', c)
    elseif c < ' '
        write(io, "\\u", string(UInt16(c); base=16, pad=4))
    else
        write(io, c)
    end
end

# read(2) and write(2) themselves: Julia's own streams cannot be trusted after student code, which may replace them.

function read_bytes(count)
    bytes = Vector{UInt8}(undef, count)
    had = 0
    while had < count
        got = GC.@preserve bytes ccall(
            :read, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), REQUEST, pointer(bytes, had + 1), count - had
        )
        got == 0 && return nothing
        got < 0 && Libc.errno() != Libc.EINTR && error("cannot read")
        had += max(got, 0)
    end
    return bytes
end

function write_bytes(bytes)
    had = 0
    while had < length(bytes)
        put = GC.@preserve bytes ccall(
            :write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), REPLY, pointer(bytes, had + 1), length(bytes) - had
        )
        put < 0 && Libc.errno() != Libc.EINTR && error("cannot write")
        had += max(put, 0)
    end
end

end
