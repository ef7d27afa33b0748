;;; -*- lexical-binding: t -*-
;; Suggestions of lsp-completion as ghost text, through Eglot. TAB takes one, M-f its next word, C-e its next line; without
;; one these keys do what they always do.
(require 'eglot)
(add-to-list 'eglot-server-programs '((csharp-mode csharp-ts-mode) . ("lsp-completion" "serve" "--stdio")))
(add-hook 'csharp-mode-hook #'eglot-ensure)
(add-hook 'csharp-ts-mode-hook #'eglot-ensure)

(cl-defmethod eglot-client-capabilities :around (_server)
  "Say that we can show inline completions."
  (let ((capabilities (cl-call-next-method)))
    (plist-put (plist-get capabilities :textDocument)
               :inlineCompletion '(:dynamicRegistration :json-false))
    capabilities))

(defvar-local ghost-text--overlay nil "Shows the suggestion, while there is one.")
(defvar-local ghost-text--place nil "What the buffer and the cursor were at the latest request.")

(defun ghost-text--here () (cons (buffer-chars-modified-tick) (point)))

(defun ghost-text--hide ()
  (when ghost-text--overlay
    (delete-overlay ghost-text--overlay)
    (setq ghost-text--overlay nil)))

(defun ghost-text--show (item)
  (let ((text (propertize (plist-get item :insertText) 'face 'shadow)))
    (put-text-property 0 1 'cursor t text)
    (setq ghost-text--overlay (make-overlay (point) (point)))
    (overlay-put ghost-text--overlay 'ghost-text-item item)
    (overlay-put ghost-text--overlay 'after-string text)))

(defun ghost-text--request (server)
  (eglot--signal-textDocument/didChange)
  (let ((buffer (current-buffer))
        (place (ghost-text--here)))
    (jsonrpc-async-request
     server :textDocument/inlineCompletion
     (append (eglot--TextDocumentPositionParams) '(:context (:triggerKind 2)))
     :success-fn
     (lambda (result)
       (when (buffer-live-p buffer)
         (with-current-buffer buffer
           (when-let ((item (car (append (plist-get result :items) nil))))
             (when (equal place (ghost-text--here))
               (ghost-text--hide)
               (ghost-text--show item))))))
     :error-fn #'ignore)))

(defun ghost-text--after-command ()
  "Ask for a suggestion if the text has changed; a moved cursor hides what was shown."
  (let ((before ghost-text--place)
        (server (eglot-current-server)))
    (setq ghost-text--place (ghost-text--here))
    (unless (equal before ghost-text--place)
      (ghost-text--hide)
      (when (and server (plist-get (eglot--capabilities server) :inlineCompletionProvider)
                 (not (eq (car before) (car ghost-text--place))))
        (ghost-text--request server)))))

(defun ghost-text--rest ()
  "Tell where the cursor rests, so that the server gets ready for the first key."
  (when-let ((server (and (bound-and-true-p ghost-text-mode) (eglot-current-server))))
    (eglot--signal-textDocument/didChange)
    (jsonrpc-notify server :$/lspCompletion/cursor (eglot--TextDocumentPositionParams))))

(run-with-idle-timer 0.1 t #'ghost-text--rest)

(defun ghost-text--insert (part)
  "Insert what PART, an expression, matches of the suggestion that is shown."
  (let* ((item (overlay-get ghost-text--overlay 'ghost-text-item))
         (text (plist-get item :insertText))
         (end (if (string-match part text) (match-end 0) (length text)))
         (range (plist-get item :range))
         (command (plist-get item :command)))
    (ghost-text--hide)
    (goto-char (eglot--lsp-position-to-point (plist-get range :start)))
    (delete-region (point) (eglot--lsp-position-to-point (plist-get range :end)))
    (insert (substring text 0 end))
    (when (= end (length text)) ; of a part, the change asks for the rest
      (jsonrpc-async-request
       (eglot-current-server) :workspace/executeCommand
       (list :command (plist-get command :command) :arguments (plist-get command :arguments))))))

(defun ghost-text-accept ()
  "Insert the suggestion that is shown."
  (interactive)
  (ghost-text--insert "\\`\\(?:.\\|\n\\)*"))

(defun ghost-text-accept-word ()
  "Insert the next word of the suggestion that is shown."
  (interactive)
  (ghost-text--insert "\\`[[:space:]\n]*\\(?:[[:alnum:]_]+\\|[^[:alnum:]_[:space:]\n]+\\)"))

(defun ghost-text-accept-line ()
  "Insert the next line of the suggestion that is shown."
  (interactive)
  (ghost-text--insert "\\`[\r\n]*[^\r\n]*"))

(defun ghost-text--when-shown (command)
  "A key's binding that is COMMAND while there is a suggestion."
  `(menu-item "" ,command :filter ,(lambda (command) (and ghost-text--overlay command))))

(define-minor-mode ghost-text-mode
  "Show what the language server suggests behind the cursor."
  :keymap (list (cons (kbd "TAB") (ghost-text--when-shown 'ghost-text-accept))
                (cons (kbd "M-f") (ghost-text--when-shown 'ghost-text-accept-word))
                (cons (kbd "C-e") (ghost-text--when-shown 'ghost-text-accept-line)))
  (if ghost-text-mode
      (add-hook 'post-command-hook #'ghost-text--after-command nil t)
    (remove-hook 'post-command-hook #'ghost-text--after-command t)
    (ghost-text--hide)))

(add-hook 'eglot-managed-mode-hook
          (lambda () (ghost-text-mode (if (eglot-managed-p) 1 -1))))
