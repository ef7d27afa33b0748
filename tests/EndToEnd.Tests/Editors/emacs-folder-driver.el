;;; -*- lexical-binding: t -*-
;; Loads one of the page's settings, opens a file of a folder, whatever that brings, and asks for a completion. Prints what
;; the user was shown as a line of JSON. The environment says the settings (SETTINGS), the file (FILE), and what the server
;; says of the folder once it is done with that (PATTERN).
(require 'json)
(require 'package)
(package-initialize)
(require 'eglot)

(defvar driver-patience 120)
(defvar driver-status nil "What the server has last said that it does.")
(defvar driver-shown nil "What the server wanted to be shown, the last first.")

(cl-defmethod eglot-handle-notification (_server (_method (eql $/lspCompletion/status)) &key message &allow-other-keys)
  (setq driver-status message))

(cl-defmethod eglot-handle-notification :before (_server (_method (eql window/showMessage)) &key message &allow-other-keys)
  (push message driver-shown))

(defun driver-wait-for (what condition)
  (with-timeout (driver-patience (error "Waited in vain for %s; the server says %s" what driver-status))
    (while (not (funcall condition))
      (accept-process-output nil 0.02))))

(unless (fboundp 'csharp-mode)
  (define-derived-mode csharp-mode prog-mode "C#"))

(load (getenv "SETTINGS") nil t)
(switch-to-buffer (find-file-noselect (getenv "FILE")))
(csharp-mode)
(execute-kbd-macro (kbd "C-a")) ; eglot-ensure waits for the first command
(driver-wait-for "the server" #'eglot-current-server)
(driver-wait-for
 "the folder" (lambda () (and driver-status (string-match-p (getenv "PATTERN") driver-status))))
(let ((server (eglot-current-server)))
  (jsonrpc-request server :textDocument/completion (eglot--TextDocumentPositionParams))
  (let ((report (list :status driver-status :shown (vconcat (reverse driver-shown)))))
    (eglot-shutdown server)
    (princ (json-encode report))
    (terpri)))
