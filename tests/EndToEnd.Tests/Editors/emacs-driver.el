;;; -*- lexical-binding: t -*-
;; Loads one of the page's settings, types into a file as a user does, and prints what came of it as a line of JSON.
;; The environment says the settings (SETTINGS), the file (FILE) and how the suggestion is accepted (PATTERN): as a whole, or
;; in parts, a word and the rest of its line.
(require 'cl-lib)
(require 'json)
(require 'package)
(package-initialize)
(require 'eglot)

(defvar driver-patience 120)
;; On a busy machine what Emacs gives a server by itself, 30 and 10 seconds, may not do.
(setq eglot-connect-timeout driver-patience
      jrpc-default-request-timeout driver-patience)

(defvar driver-state nil "What the server has last said that it does.")

(cl-defmethod eglot-handle-notification (_server (_method (eql $/lspCompletion/status)) &key state &allow-other-keys)
  (setq driver-state state))

(defun driver-wait-for (what condition)
  (with-timeout (driver-patience (error "Waited in vain for %s" what))
    (while (not (funcall condition))
      (accept-process-output nil 0.02))))

(defun driver-type (keys)
  (execute-kbd-macro (kbd keys)))

(defun driver-line ()
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun driver-suggestion (server)
  "What is suggested: the ghost text where there is some, else the only entry of the list."
  (if (bound-and-true-p ghost-text-mode)
      (progn
        (driver-wait-for "ghost text" (lambda () ghost-text--overlay))
        (substring-no-properties (overlay-get ghost-text--overlay 'after-string)))
    (eglot--signal-textDocument/didChange)
    (let ((list (jsonrpc-request server :textDocument/completion (eglot--TextDocumentPositionParams))))
      (plist-get (aref (plist-get list :items) 0) :label))))

(unless (fboundp 'csharp-mode)
  (define-derived-mode csharp-mode prog-mode "C#"))

(load (getenv "SETTINGS") nil t)
(switch-to-buffer (find-file-noselect (getenv "FILE")))
(csharp-mode)
(driver-type "C-a") ; eglot-ensure waits for the first command
(driver-wait-for "the server" #'eglot-current-server)
(driver-wait-for "the model" (lambda () (equal driver-state "ready")))

(let* ((server (eglot-current-server))
       (process (jsonrpc--process server))
       suggestion typed)
  (search-forward "public\n")
  (backward-char)
  (driver-type "SPC i n t SPC")
  (setq typed (driver-line))
  (setq suggestion (driver-suggestion server))
  (unless (equal typed (driver-line))
    (error "The suggestion is in the text: %s" (driver-line)))
  (cond ((equal (getenv "PATTERN") "parts")
         (driver-type "M-f")
         (driver-wait-for "the accepted word" (lambda () (equal (concat typed "Age") (driver-line))))
         (unless (equal (substring suggestion 3) (driver-suggestion server))
           (error "The rest is another one: %s" (driver-suggestion server)))
         (driver-type "C-e"))
        ((bound-and-true-p ghost-text-mode) (driver-type "TAB"))
        (t (driver-type "M-TAB")))
  (driver-wait-for "the accepted text" (lambda () (not (equal typed (driver-line)))))
  (unless (eolp)
    (error "The cursor isn't behind it, but in column %s" (current-column)))
  (let ((report (list :suggestion suggestion
                      :lines (vconcat (split-string (buffer-substring-no-properties (point-min) (point-max)) "\n"))
                      :server (process-id process)
                      :exitCode 0)))
    (eglot-shutdown server)
    (set-buffer-modified-p nil)
    (princ (json-encode report))
    (terpri)))
