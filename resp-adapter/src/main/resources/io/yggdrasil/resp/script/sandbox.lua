-- What scripts find in Lua, and nothing else. Given: the functions of the server and the version of Redis.
-- Returns: the handler of errors, brief(script), load(function), which runs a library and
-- answers the functions that it registers, begin(function, KEYS, ARGV), and the table of globals that scripts see.
local server, version, version_number = ...

local TICK_INSTRUCTIONS = 100000
local PATTERN_CHARS_MAX = 4096
local UNPACKED_MAX = 7999

local real, hidden = {}, getfenv(0)
local error, type, select, tostring, pairs, next = error, type, select, tostring, pairs, next
local getinfo, sethook = debug.getinfo, debug.sethook
local raw_setmetatable, raw_getmetatable, raw_rawset, raw_rawget = setmetatable, getmetatable, rawset, rawget
local raw_getfenv, raw_setfenv, raw_loadstring = getfenv, setfenv, loadstring
local OWN = getinfo(1, 'S').source
local OWN_PLACE = '^' .. getinfo(1, 'S').short_src .. ':%d+: '
local gsub, sub = string.gsub, string.sub

local inner = {} -- what stands behind a table that scripts cannot change

local READONLY = 'Attempt to modify a readonly table'
local function readonly()
  error(READONLY, 2)
end

-- What scripts take for the metatable of such a table.
local sealed = raw_setmetatable({}, {__newindex = readonly, __metatable = false})
inner[sealed] = {}

local function protect(table)
  local outer = {}
  inner[outer] = table
  return raw_setmetatable(outer, {__index = table, __newindex = readonly, __metatable = sealed})
end

-- The count hook. A function of the server that fails has it run before the next instruction, to raise the error. Once
-- a script has been killed it runs before every instruction, so that no pcall keeps the script alive.
local raised_source, raised_line
local function tick()
  local err, killed, source, line = server['server.tick']()
  if err == false then
    err = 'not enough memory'
  end
  if err then
    raised_source, raised_line = source, line
    sethook(tick, '', killed and 1 or TICK_INSTRUCTIONS)
    error(err, 0)
  end
end

-- redis

local redis = {
  REDIS_VERSION = version,
  REDIS_VERSION_NUM = version_number,
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
  REPL_NONE = 0, REPL_AOF = 1, REPL_SLAVE = 2, REPL_REPLICA = 2, REPL_ALL = 3,
}

local function fail(text)
  error({err = 'ERR ' .. text}, 0)
end

function redis.error_reply(...)
  local text = ...
  if select('#', ...) ~= 1 or type(text) ~= 'string' then
    return {err = 'ERR wrong number or type of arguments'}
  end
  if text:sub(1, 1) ~= '-' then
    text = '-' .. text
  end
  local code, rest = text:match('^%-([^ ]*) (.*)$')
  if not code then
    code, rest = 'ERR', text:sub(2)
  end
  return {err = code .. ' ' .. rest:gsub('^[\r\n]+', ''):gsub('[\r\n]+$', '')}
end

function redis.status_reply(...)
  local text = ...
  if select('#', ...) ~= 1 or type(text) ~= 'string' then
    return {err = 'ERR wrong number or type of arguments'}
  end
  return {ok = text}
end

function redis.sha1hex(...)
  if select('#', ...) ~= 1 then
    fail('wrong number of arguments')
  end
  local digest = server['server.sha1hex'](...)
  return digest
end

function redis.log(...)
  local level = ...
  if select('#', ...) < 2 then
    fail('redis.log() requires two arguments or more.')
  elseif type(level) ~= 'number' then
    fail('First argument must be a number (log level).')
  elseif level < 0 or level >= 4 then
    fail('Invalid debug level.')
  end
  server['server.log'](...)
end

function redis.setresp(...)
  local protocol = ...
  if select('#', ...) ~= 1 then
    fail('redis.setresp() requires one argument.')
  elseif protocol ~= 2 and protocol ~= 3 then
    fail('RESP version must be 2 or 3.')
  end
  server['server.setresp'](protocol)
end

function redis.set_repl(...)
  local flags = ...
  if select('#', ...) ~= 1 then
    fail('redis.set_repl() requires one argument.')
  elseif type(flags) ~= 'number' or flags < 0 or flags > 3 then
    fail('Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.')
  end
end

function redis.replicate_commands()
  return true
end

function redis.breakpoint()
  return false
end

function redis.debug() end

-- The libraries whose functions are the server's. An error of one is raised by the code of Lua that called it.

local cjson = {_NAME = 'cjson', _VERSION = '2.1.0'}
local cmsgpack = {
  _NAME = 'cmsgpack', _VERSION = 'lua-cmsgpack 0.4.0', _COPYRIGHT = '', _DESCRIPTION = 'MessagePack C implementation for Lua',
}
local bit, struct = {}, {}
local libraries = {redis = redis, cjson = cjson, cmsgpack = cmsgpack, bit = bit, struct = struct}
local fallible = {}
for name, body in pairs(server) do
  local library, field = name:match('^(%a+)%.([%w_]+)$')
  if libraries[library] then
    libraries[library][field] = body
    fallible[body] = true
  end
end
cjson.null = cjson.decode('null')

local function pass(...)
  return ...
end

local function raising(body, ...)
  return pass(body(...))
end

-- Lua's own

local string, table, math = string, table, math
local rep = string.rep -- the names of such are in Lua's messages

function string.rep(...)
  if (...) == '' then
    return ''
  end
  return rep(...)
end

-- A pattern is matched by recursion in C, one level for each of its parts.
local function check_text(name, index, count, value)
  if type(value) ~= 'string' and type(value) ~= 'number' then
    error(("bad argument #%d to '%s' (string expected, got %s)"):format(
      index, name, count < index and 'no value' or type(value)), 3)
  end
end

for _, name in pairs({'find', 'match', 'gmatch', 'gfind', 'gsub'}) do
  local search = string[name]
  string[name] = function(...)
    local text, pattern = ...
    local count = select('#', ...)
    check_text(name, 1, count, text)
    check_text(name, 2, count, pattern)
    if #(pattern .. '') > PATTERN_CHARS_MAX and not (name == 'find' and (select(4, ...))) then
      error('pattern too complex', 2)
    end
    return search(...)
  end
end
local insert = table.insert
function table.insert(...)
  if inner[...] then
    error(READONLY, 0)
  end
  return insert(...)
end

local create, resume, yield = coroutine.create, coroutine.resume, coroutine.yield
local coroutines = {resume = resume, yield = yield, status = coroutine.status, running = coroutine.running}

function coroutines.create(body)
  local thread = create(fallible[body] and function(...)
    return raising(body, ...)
  end or body)
  sethook(thread, tick, '', TICK_INSTRUCTIONS)
  return thread
end

local function finish(ok, ...)
  if not ok then
    local err = ...
    error(err, type(err) == 'string' and 3 or 0)
  end
  return ...
end

function coroutines.wrap(body)
  local thread = coroutines.create(body)
  return function(...)
    return finish(resume(thread, ...))
  end
end

local raw_pcall = pcall

function real.pcall(body, ...)
  if fallible[body] then
    return raw_pcall(raising, body, ...)
  end
  return raw_pcall(body, ...)
end

-- Lua calls a handler where the error is raised, which may be in the hook: no hook would end a handler that does not end.
local function handle(handler, ok, ...)
  if ok then
    return true, ...
  end
  local handled, result = raw_pcall(handler, (...))
  if not handled then
    result = 'error in error handling'
  end
  return false, result
end

function real.xpcall(body, handler)
  return handle(handler, real.pcall(body))
end

function real.next(list, key)
  return next(inner[list] or list, key)
end

function real.pairs(list)
  if inner[list] then
    return real.next, list, nil
  end
  return pairs(list)
end

function real.rawget(list, key)
  return raw_rawget(inner[list] or list, key)
end

local rawset = raw_rawset
function real.rawset(...)
  if inner[...] then
    error(READONLY, 0)
  end
  return rawset(...)
end

function real.setmetatable(list, ...)
  if inner[list] then
    error(READONLY, 0)
  end
  return raw_setmetatable(list, ...)
end

function real.getmetatable(value)
  if type(value) == 'string' then
    return protect({__index = real.string})
  end
  return raw_getmetatable(value)
end

local environment -- the globals of what runs: of scripts, or of functions

-- The functions of this file have the hidden globals as their environment: no script gets at it.
function real.getfenv(target)
  if type(target) == 'number' and target > 0 then
    target = target + 1
  elseif target == nil then
    target = 2
  end
  local env = raw_getfenv(target)
  return env == hidden and environment or env
end

function real.setfenv(target, env)
  local level = type(target) == 'number' and target > 0 and target + 1 or target
  if target == 0 or raw_getfenv(level) == hidden then
    error("'setfenv' cannot change environment of given object", 2)
  end
  return raw_setfenv(level, env)
end

-- Lua's own counts the values in an int, which may overflow.
local unpack = unpack
function real.unpack(list, from, to)
  local count = (tonumber(to) or type(list) == 'table' and #list or 0) - (tonumber(from) or 1)
  if not (count < UNPACKED_MAX) then
    error('too many results to unpack', 2)
  end
  if to ~= nil then
    return unpack(list, from, to)
  elseif from ~= nil then
    return unpack(list, from)
  end
  return unpack(list)
end

-- Compiled code is not looked into before it runs, so none is taken. The name is held here while the parser uses it.
local function compile(text, name)
  if type(text) == 'string' and text:byte(1) == 27 then
    return nil, "unexpected symbol near 'char(27)'"
  end
  name = tostring(name or text):match('^[^%z]*')
  local body, problem = raw_loadstring(text, name)
  if body then
    raw_setfenv(body, environment)
  end
  return body, problem
end
real.loadstring = compile

function real.load(reader, name)
  local parts = {}
  local part = reader()
  while part and part ~= '' do
    parts[#parts + 1] = part
    part = reader()
  end
  return compile(table.concat(parts), name or '=(load)')
end

for _, name in pairs({'tostring', 'assert', 'tonumber', 'rawequal', 'collectgarbage', 'type',
    'select', 'gcinfo', 'ipairs', '_VERSION', 'error'}) do
  real[name] = hidden[name]
end

real.string, real.table, real.math = protect(string), protect(table), protect(math)
real.coroutine = protect(coroutines)
for name, library in pairs(libraries) do
  real[name] = protect(library)
end

local missing = {__index = function(_, name)
  error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
end}
raw_setmetatable(real, missing)
local globals = protect(real)
raw_rawset(real, '_G', globals)
raw_getmetatable('').__index = real.string

for name in pairs({io = 1, os = 1, package = 1, debug = 1, require = 1, module = 1, dofile = 1, loadfile = 1,
    newproxy = 1, print = 1}) do
  hidden[name] = nil
end

-- Functions. While a library is loaded it sees little more than what registers its functions; when they are called they
-- see what scripts see, but for KEYS and ARGV.

local FLAGS = {['no-writes'] = 1, ['allow-oom'] = 1, ['allow-stale'] = 1, ['no-cluster'] = 1, ['allow-cross-slot-keys'] = 1}
local registering -- what the library that is being loaded has registered; nil when none is loaded

local function is_text(value)
  return type(value) == 'string' or type(value) == 'number'
end

local function register(name, callback, description, flags)
  if not name:match('^[%w_]+$') then
    fail('Library names can only contain letters, numbers, or underscores(_) and must be at least one character long')
  end
  for _, other in pairs(registering) do
    if other.name == name then
      fail('Function already exists in the library')
    end
  end
  registering[#registering + 1] = {name = name, callback = callback, description = description, flags = flags}
end

local function flags_of(list)
  local flags = ''
  local i = 1
  while raw_rawget(list, i) ~= nil do
    local flag = raw_rawget(list, i)
    if not is_text(flag) or not FLAGS[(flag .. ''):lower()] then
      fail('unknown flag given')
    end
    flags = flags .. (flag .. ''):lower() .. ','
    i = i + 1
  end
  return flags
end

local function register_named(arguments)
  if type(arguments) ~= 'table' then
    fail('calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).')
  end
  local name, callback, description
  local flags = ''
  for key, value in pairs(arguments) do
    if not is_text(key) then
      fail('named argument key given to redis.register_function is not a string')
    end
    local argument = (key .. ''):lower()
    if argument == 'function_name' then
      name = is_text(value) and value .. '' or fail('function_name argument given to redis.register_function must be a string')
    elseif argument == 'description' then
      description = is_text(value) and value .. ''
        or fail('description argument given to redis.register_function must be a string')
    elseif argument == 'callback' then
      callback = type(value) == 'function' and value
        or fail('callback argument given to redis.register_function must be a function')
    elseif argument == 'flags' then
      flags = type(value) == 'table' and flags_of(value)
        or fail('flags argument to redis.register_function must be a table representing function flags')
    else
      fail('unknown argument given to redis.register_function')
    end
  end
  if not name then
    fail('redis.register_function must get a function name argument')
  elseif not callback then
    fail('redis.register_function must get a callback argument')
  end
  register(name, callback, description, flags)
end

local function register_function(...)
  if not registering then
    fail('redis.register_function can only be called on FUNCTION LOAD command')
  end
  local count = select('#', ...)
  if count < 1 or count > 2 then
    fail('wrong number of arguments to redis.register_function')
  end
  local name, callback = ...
  if count == 1 then
    register_named(name)
  elseif not is_text(name) then
    fail('first argument to redis.register_function must be a string')
  elseif type(callback) ~= 'function' then
    fail('second argument to redis.register_function must be a function')
  else
    register(name .. '', callback, nil, '')
  end
end

local loading_redis = {register_function = register_function, log = redis.log}
for _, name in pairs({'REDIS_VERSION', 'REDIS_VERSION_NUM', 'LOG_DEBUG', 'LOG_VERBOSE', 'LOG_NOTICE', 'LOG_WARNING'}) do
  loading_redis[name] = redis[name]
end
raw_setmetatable(loading_redis, missing)
local loading_globals = raw_setmetatable({redis = protect(loading_redis)}, missing)

local function_globals = {}
for name, value in pairs(real) do
  function_globals[name] = value
end
raw_setmetatable(function_globals, missing)
local library_meta = {__index = function_globals, __newindex = readonly, __metatable = sealed}
local library_globals = raw_setmetatable({}, library_meta)
inner[library_globals] = function_globals
function_globals._G = library_globals

local function ready(count)
  collectgarbage('restart')
  collectgarbage('setpause', 200)
  collectgarbage('setstepmul', 200)
  sethook(tick, '', count)
end

local function load(library)
  registering = {}
  environment = library_globals
  library_meta.__index = loading_globals
  raw_setfenv(library, library_globals)
  ready(TICK_INSTRUCTIONS)
  library()
  library_meta.__index = function_globals
  local all = registering
  registering = nil
  return all
end

-- Makes all ready for a script; for a function when there is no script.
local function begin(script, keys, arguments)
  if script then
    environment = globals
    raw_rawset(real, 'KEYS', keys)
    raw_rawset(real, 'ARGV', arguments)
    raw_setfenv(script, globals)
  else
    environment = library_globals
  end
  ready(TICK_INSTRUCTIONS)
end

-- Makes the function that runs a script which is brief, with the first of its values as keys and the others as arguments.
-- Such a script changes neither the tables of these nor its environment nor how garbage is collected, and needs no hook.
local brief_keys, brief_arguments = {}, {}

local function fill(list, first, last, ...)
  local count = last - first + 1
  for i = 1, count do
    list[i] = (select(first + i - 1, ...))
  end
  for i = #list, count + 1, -1 do
    list[i] = nil
  end
end

local function brief(script)
  return function(key_count, ...)
    fill(brief_keys, 1, key_count, ...)
    fill(brief_arguments, key_count + 1, select('#', ...), ...)
    environment = globals
    raw_rawset(real, 'KEYS', brief_keys)
    raw_rawset(real, 'ARGV', brief_arguments)
    return script()
  end
end

-- Adds to an error where the script raised it: the innermost function that is neither in C nor of this file. What Lua's own
-- functions say of their arguments names that place instead of the one here that calls them.
local function handler(err)
  local source, line
  local level = 2
  local info = getinfo(level, 'Slf')
  while info and not source do
    if info.func == tick and raised_source then
      source, line = raised_source, raised_line
    elseif info.what ~= 'C' and info.what ~= 'tail' and info.source ~= OWN then
      source, line = info.source, info.currentline
    end
    level = level + 1
    info = getinfo(level, 'Slf')
  end
  if type(err) ~= 'table' or inner[err] then
    local place = source and sub(source, 2) .. ':' .. line .. ': ' or ''
    err = {err = 'ERR ' .. gsub(tostring(err), OWN_PLACE, (gsub(place, '%%', '%%%%')))}
  end
  raw_rawset(err, 'source', source)
  raw_rawset(err, 'line', line)
  return err
end

return handler, brief, load, begin, globals
