-- Suggestions of lsp-completion as ghost text. Tab takes one, CTRL-Right its next word, CTRL-End its next line; without
-- one these keys do what they always do.
local namespace = vim.api.nvim_create_namespace('lsp_completion')
local client_id, running, shown

local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.textDocument.inlineCompletion = { dynamicRegistration = false }

local function attach(buffer)
  client_id = client_id or vim.lsp.start_client({
    name = 'lsp-completion',
    cmd = { 'lsp-completion', 'serve', '--stdio' },
    root_dir = vim.fn.getcwd(),
    capabilities = capabilities,
    get_language_id = function(_, filetype) return filetype == 'cs' and 'csharp' or filetype end,
    on_exit = function() client_id = nil end,
  })
  if client_id then vim.lsp.buf_attach_client(buffer, client_id) end
end

local function hide()
  if shown and vim.api.nvim_buf_is_valid(shown.buffer) then
    vim.api.nvim_buf_clear_namespace(shown.buffer, namespace, 0, -1)
  end
  shown = nil
end

local function show(buffer, item)
  hide()
  local lines = vim.tbl_map(
    function(line) return { { line, 'Comment' } } end,
    vim.split(item.insertText, '\r?\n'))
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  vim.api.nvim_buf_set_extmark(buffer, namespace, row - 1, column, {
    virt_text = table.remove(lines, 1),
    virt_text_pos = vim.fn.has('nvim-0.10') == 1 and 'inline' or 'overlay',
    virt_lines = #lines > 0 and lines or nil,
  })
  shown = { buffer = buffer, item = item }
end

local function request()
  hide()
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  if not client or not vim.lsp.buf_is_attached(buffer, client_id) then return end
  if running then client.cancel_request(running) end

  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.context = { triggerKind = 2 } -- not asked for by the user
  local place = { vim.api.nvim_buf_get_changedtick(buffer), vim.api.nvim_win_get_cursor(0) }
  _, running = client.request('textDocument/inlineCompletion', params, function(_, result)
    running = nil
    local item = result and result.items[1]
    if item and vim.fn.mode() == 'i' and vim.api.nvim_get_current_buf() == buffer
      and vim.deep_equal(place, { vim.api.nvim_buf_get_changedtick(buffer), vim.api.nvim_win_get_cursor(0) })
    then
      show(buffer, item)
    end
  end, buffer)
end

local function rest()
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  if not client or not vim.lsp.buf_is_attached(vim.api.nvim_get_current_buf(), client_id) then return end
  client.notify('$/lspCompletion/cursor', vim.lsp.util.make_position_params(0, client.offset_encoding))
end

local function next_word(text)
  return text:match('^%s*[%w_\128-\255]+') or text:match('^%s*[^%w_%s]+') or text
end

local function next_line(text) return text:match('^[\r\n]*[^\r\n]*') end

local function accept(part_of)
  if not shown then return end
  local buffer, item = shown.buffer, shown.item
  local client = vim.lsp.get_client_by_id(client_id)
  hide()
  local text = part_of and part_of(item.insertText) or item.insertText
  local edit = { range = item.range, newText = text }
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local cursor = vim.api.nvim_buf_set_extmark(buffer, namespace, row - 1, column, {}) -- goes along with the text behind it
  vim.lsp.util.apply_text_edits({ edit }, buffer, client.offset_encoding)
  row, column = unpack(vim.api.nvim_buf_get_extmark_by_id(buffer, namespace, cursor, {}))
  vim.api.nvim_buf_del_extmark(buffer, namespace, cursor)
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
  if text ~= item.insertText then return request() end -- the rest of it
  local accepted = { command = item.command.command, arguments = item.command.arguments }
  client.request('workspace/executeCommand', accepted, function() end, buffer)
end

vim.api.nvim_create_autocmd('FileType', {
  callback = function(event)
    if vim.bo[event.buf].buftype == '' and event.file ~= '' then attach(event.buf) end
  end,
})
vim.api.nvim_create_autocmd({ 'InsertEnter', 'TextChangedI' }, { callback = request })
vim.api.nvim_create_autocmd({ 'InsertLeave', 'CursorMovedI' }, { callback = hide })

-- Where the cursor comes to rest, the server gets ready for the first key.
local moves = 0
vim.api.nvim_create_autocmd({ 'BufEnter', 'CursorMoved' }, {
  callback = function()
    moves = moves + 1
    local move = moves
    vim.defer_fn(function() if move == moves then rest() end end, 100)
  end,
})

local function map(key, part_of)
  vim.keymap.set('i', key, function()
    if not shown then return key end
    vim.schedule(function() accept(part_of) end) -- a mapping of this kind may not change text itself
    return ''
  end, { expr = true })
end

map('<Tab>')
map('<C-Right>', next_word)
map('<C-End>', next_line)
