<?cs set:Page.nav = "interactions" ?>
<?cs set:Page.css = "history" ?>
<?cs include:"lib/head.cs" ?>
<div class="history client">
<?cs include:"pages/conversation_head.cs" ?>
<ol class="transcript" aria-label="What was said">
<?cs each:m = Messages ?><li class="says-<?cs var:m.role ?>">
<p class="says"><strong><bdi><?cs var:m.who ?></bdi></strong> <span class="quiet"<?cs if:m.title ?> title="<?cs var:m.title ?>"<?cs /if ?>><?cs var:m.at ?></span></p>
<p class="said" dir="auto"><?cs var:m.body ?></p>
</li>
<?cs /each ?></ol>
<?cs if:More ?><p class="quiet">Only the first <?cs var:More ?> messages are shown.</p><?cs /if ?>
</div>
<script src="/static/js/history.js" defer></script>
<?cs include:"lib/foot.cs" ?>
