-- Suggestions of lsp-completion on CTRL-X CTRL-O, as the built-in client lists them.
local client_id

local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.textDocument.inlineCompletion = vim.NIL -- who shows it gets no list

vim.api.nvim_create_autocmd('FileType', {
  callback = function(event)
    if vim.bo[event.buf].buftype ~= '' or event.file == '' then return end
    client_id = client_id or vim.lsp.start_client({
      name = 'lsp-completion',
      cmd = { 'lsp-completion', 'serve', '--stdio' },
      root_dir = vim.fn.getcwd(),
      capabilities = capabilities,
      init_options = { lspCompletion = { maxLines = 1 } }, -- what this list inserts has one line
      get_language_id = function(_, filetype) return filetype == 'cs' and 'csharp' or filetype end,
      on_exit = function() client_id = nil end,
    })
    if not client_id then return end
    vim.lsp.buf_attach_client(event.buf, client_id)
    vim.bo[event.buf].omnifunc = 'v:lua.vim.lsp.omnifunc'
  end,
})
