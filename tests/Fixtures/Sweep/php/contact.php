<?php
session_start();

$errors = [];
$name = trim($_POST['name'] ?? '');
$message = trim($_POST['message'] ?? '');

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    if ($name === '') {
        $errors['name'] = 'Please enter your name.';
    }
    if (strlen($message) < 10) {
        $errors['message'] = 'Please write at least ten characters.';
    }
    if (count($errors) === 0) {
        mail('contact@example.com', "Message from $name", $message);
        $_SESSION['flash'] = 'Thank you for your message.';
        header('Location: /contact.php');
        exit;
    }
}
?>
<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <title>Contact</title>
</head>
<body>
    <?php if (isset($_SESSION['flash'])): ?>
        <p class="flash"><?= htmlspecialchars($_SESSION['flash']) ?></p>
        <?php unset($_SESSION['flash']); ?>
    <?php endif; ?>
    <form method="post">
        <label for="name">Name</label>
        <input id="name" name="name" value="<?= htmlspecialchars($name) ?>">
        <label for="message">Message</label>
        <textarea id="message" name="message"><?= htmlspecialchars($message) ?></textarea>
        <?php foreach ($errors as $field => $error): ?>
            <p class="error"><?= htmlspecialchars($error) ?></p>
        <?php endforeach; ?>
        <button type="submit">Send</button>
    </form>
</body>
</html>
