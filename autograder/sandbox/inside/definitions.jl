# What a Julia file defines, for a file that cannot be run as a whole: its imports, constants, types and functions,
# loaded one by one. What fails is left out, and so is what trains, plots, reads or prints; what only decorates a
# definition, types and macros of packages that are not there, does not take it along.

module Definitions

const MAX_ATTEMPTS = 30
"What was left out, and which definitions lost a macro: [file, line] each."
const left, undecorated = Any[], Any[]
"The file and the line that are being loaded."
const place = Any["", 0]

here() = Any[basename(place[1]), Int(place[2])]

"Load what a file defines into a module."
function load(space::Module, path::String)
    outer = copy(place)
    place[1] = path
    program = Base.parse_input_line(read(path, String); filename=path)
    program isa Expr && program.head in (:error, :incomplete) && error("syntax: $(program.args[1])")
    run(space, program)
    place .= outer
    return nothing
end

"Define what only the part of a file defines that runs as a program."
function load_main(space::Module, path::String)
    text = read(path, String)
    occursin("PROGRAM_FILE", text) || return
    place[1] = path
    for statement in Base.parse_input_line(text; filename=path).args
        is_guard(statement) && run_main(space, statement)
    end
end

is_guard(@nospecialize(e)) = e isa Expr && e.head === :if && mentions(e.args[1], :PROGRAM_FILE)

function run_main(space::Module, guard::Expr)
    new(e) = is_definition(e) && !isdefined(space, something(defined_name(e), :_))
    any(new, guard.args[2].args) || return
    for statement in guard.args[2].args
        is_definition(statement) && !new(statement) || run(space, statement)
    end
end

"Run a statement if it defines something; otherwise remember that it was left out."
function run(space::Module, @nospecialize(statement))
    statement isa LineNumberNode && (place[2] = statement.line)
    statement isa Expr || return
    head, args = statement.head, statement.args
    if head in (:toplevel, :block)
        foreach(part -> run(space, part), args)
    elseif head === :module
        run_module(space, args)
    elseif head in (:using, :import)
        foreach(part -> attempt(space, Expr(head, part)), args)
    elseif head === :export
        attempt(space, statement)
    elseif head === :macrocall
        run_macro(space, statement)
    elseif is_definition(statement)
        define(space, statement)
    elseif head in (:(=), :const, :global)
        is_plain(space, statement) ? attempt(space, statement) : push!(left, here())
    elseif is_include(statement)
        file = joinpath(dirname(place[1]), args[2])
        isfile(file) ? load(space, file) : push!(left, here())
    elseif is_guard(statement)
        run_main(space, statement)
    elseif head === :try
        foreach(part -> part isa Expr && part.head in (:using, :import) && run(space, part), args[1].args)
    elseif head === :if && is_plain(space, args[1])
        branch = test(space, args[1])
        branch === nothing ? push!(left, here()) : length(args) >= branch && run(space, args[branch])
    else
        push!(left, here())
    end
    return
end

function run_module(space::Module, args::Vector{Any})
    Core.eval(space, Expr(:module, args[1], args[2], Expr(:block)))
    foreach(part -> run(getfield(space, args[2]), part), args[3].args)
end

"Run a macro's definition, without the macro where that is not there; a docstring's definition as it is."
function run_macro(space::Module, statement::Expr)
    name, inner = string(statement.args[1]), statement.args[end]
    if endswith(name, "@doc")
        run(space, inner)
    elseif !is_definition(inner)
        endswith(name, "_str") || endswith(name, "_cmd") || push!(left, here())
    elseif !succeeds(space, statement)
        push!(undecorated, here())
        fields = Expr(:macrocall, GlobalRef(Base, Symbol("@kwdef")), LineNumberNode(place[2]), inner)
        inner.head === :struct && succeeds(space, fields) || run(space, inner)
    end
end

"Which of the arguments of an `if` is to be run: nothing, where its test fails."
function test(space::Module, @nospecialize(condition))
    try
        return Core.eval(space, condition)::Bool ? 2 : 3
    catch
        return nothing
    end
end

attempt(space::Module, statement::Expr) = succeeds(space, statement) || push!(left, here())

function succeeds(space::Module, statement::Expr)
    try
        Core.eval(space, statement)
        return true
    catch
        return false
    end
end

"Define a function or a type, without the types in its declaration that nothing defines."
function define(space::Module, definition::Expr)
    for _ in 1:MAX_ATTEMPTS
        try
            Core.eval(space, definition)
            return
        catch error
            while error isa LoadError
                error = error.error
            end
            plainer = error isa UndefVarError ? without(definition, error.var) : definition
            plainer == definition && return push!(left, here())
            definition = plainer
        end
    end
    push!(left, here())
    return
end

"Return a declaration without the types that a name occurs in; a function's body stays as it is."
function without(@nospecialize(e), name::Symbol)
    e isa Expr || return e
    if e.head in (:function, :(=)) && length(e.args) == 2
        return Expr(e.head, without(e.args[1], name), e.args[2])
    elseif e.head === :(::) && mentions(e.args[end], name)
        return length(e.args) == 1 ? gensym() : without(e.args[1], name)
    elseif e.head === :<: && length(e.args) == 2 && mentions(e.args[2], name)
        return without(e.args[1], name)
    elseif e.head === :where
        parts = Any[without(part, name) for part in e.args[2:end]]
        return Expr(:where, without(e.args[1], name), parts...)
    end
    return Expr(e.head, Any[without(part, name) for part in e.args]...)
end

mentions(@nospecialize(e), name::Symbol) = e === name || (e isa Expr && any(part -> mentions(part, name), e.args)) ||
    (e isa QuoteNode && e.value === name)

function is_definition(@nospecialize(e))
    e isa Expr || return false
    e.head in (:function, :struct, :abstract, :primitive, :macro) && return true
    e.head === :macrocall && return !endswith(string(e.args[1]), "_str") && is_definition(e.args[end])
    return e.head === :(=) && is_signature(e.args[1])
end

is_signature(@nospecialize(e)) =
    e isa Expr && (e.head === :call || (e.head in (:where, :(::)) && is_signature(e.args[1])))

"Return the name of what is defined, or nothing."
function defined_name(@nospecialize(e))
    while e isa Expr
        e = e.head === :macrocall ? e.args[end] : e.head === :struct ? e.args[2] : e.args[1]
    end
    return e isa Symbol ? e : nothing
end

function is_include(e::Expr)
    return e.head === :call && e.args[1] === :include && length(e.args) == 2 && e.args[2] isa String
end

"Whether an expression calls libraries and types alone; what is not run yet may call anything."
function is_plain(space::Module, @nospecialize(e))
    e isa Expr || return true
    e.head === :-> && return true
    callee = e.head === :call || (e.head === :. && e.args[end] isa Expr) ? e.args[1] : nothing
    callee isa Symbol && is_own(space, callee) && return false
    return all(part -> is_plain(space, part), e.args)
end

"Whether a name is a function of the student's, which may do anything."
function is_own(space::Module, name::Symbol)
    isdefined(space, name) || return false
    value = getfield(space, name)
    value isa Type && return false
    folder = pwd() * "/"
    return any(method -> startswith(string(method.file), folder), methods(value).ms)
end

end
