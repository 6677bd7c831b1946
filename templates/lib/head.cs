<!doctype html>
<html lang="en" data-theme="<?cs var:Page.theme ?>"<?cs if:Page.theme == "light" || Page.theme == "dark" ?> data-bs-theme="<?cs var:Page.theme ?>"<?cs /if ?>>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content='{"allowEval":false,"allowScriptTags":false,"includeIndicatorStyles":false,"historyCacheSize":0,"refreshOnHistoryMiss":true,"scrollIntoViewOnBoost":false,"timeout":30000,"defaultSettleDelay":0,"attributesToSettle":[]}'>
<title><?cs var:Page.title ?> - Parley</title>
<link rel="icon" href="<?cs var:Url.static ?>/img/logo.svg" type="image/svg+xml">
<link rel="stylesheet" href="<?cs var:Url.static ?>/vendor/tabler.min.css">
<link rel="stylesheet" href="<?cs var:Url.static ?>/css/parley.css">
<?cs if:Page.forms ?><link rel="stylesheet" href="<?cs var:Url.static ?>/css/forms.css">
<?cs /if ?><?cs if:Page.css ?><link rel="stylesheet" href="<?cs var:Url.static ?>/css/<?cs var:Page.css ?>.css">
<?cs /if ?><?cs each:c = Page.css ?><link rel="stylesheet" href="<?cs var:Url.static ?>/css/<?cs var:c ?>.css">
<?cs /each ?><script src="<?cs var:Url.static ?>/js/theme.js"></script>
</head>
<?cs def:areas() ?><?cs if:May.interactions || May.cdr ?><a href="<?cs var:Url.grid ?>"<?cs if:Page.nav == "interactions" ?> aria-current="page"<?cs /if ?>>Interactions</a><?cs /if ?>
<?cs if:May.administration || May.intake || May.audit || May.tenants ?><a href="<?cs var:Url.admin ?>"<?cs if:Page.nav == "admin" ?> aria-current="page"<?cs /if ?>>Administration</a><?cs /if ?><?cs /def ?>
<body>
<a class="skip-link" href="#main">Skip to the content</a>
<header class="topbar">
<a class="brand" href="<?cs if:Url.grid ?><?cs var:Url.grid ?><?cs else ?>/<?cs /if ?>"><img src="<?cs var:Url.static ?>/img/logo.svg" alt="" width="22" height="22">Parley</a>
<?cs if:User.name ?>
<nav class="mainnav" aria-label="Main"><?cs call:areas() ?></nav>
<span class="tenant" title="Tenant"><?cs var:User.tenant ?></span>
<details class="menu" id="usermenu">
<summary><span class="menu-name"><?cs var:User.name ?></span></summary>
<div class="menu-body">
<p class="menu-who"><strong><?cs var:User.name ?></strong><?cs if:User.email ?><br><?cs var:User.email ?><?cs /if ?></p>
<dl>
<dt>Role</dt><dd><?cs var:User.role ?></dd>
<dt>Tenant</dt><dd><?cs var:User.tenant ?></dd>
<dt>Time zone</dt><dd><?cs var:User.zone ?></dd>
</dl>
<nav class="menu-areas" aria-label="Areas"><?cs call:areas() ?></nav>
<p class="menu-account"><a class="btn" href="<?cs var:Url.account ?>">Your account</a> <a class="btn" href="<?cs var:Url.api ?>">API</a></p>
<form method="post" action="<?cs var:Url.signout ?>">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<button type="submit" class="btn">Sign out</button>
</form>
</div>
</details>
<?cs /if ?>
<div id="progress" aria-hidden="true"></div>
</header>
<main id="main" tabindex="-1">
