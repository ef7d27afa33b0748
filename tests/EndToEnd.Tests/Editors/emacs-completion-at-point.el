;;; -*- lexical-binding: t -*-
;; Suggestions of lsp-completion on M-TAB, through Eglot.
(require 'eglot)
(add-to-list 'eglot-server-programs '((csharp-mode csharp-ts-mode) . ("lsp-completion" "serve" "--stdio")))
(add-hook 'csharp-mode-hook #'eglot-ensure)
(add-hook 'csharp-ts-mode-hook #'eglot-ensure)
