<?cs set:Page.nav = "interactions" ?>
<?cs set:Page.css = "history" ?>
<?cs include:"lib/head.cs" ?>
<div class="history client">
<?cs include:"pages/conversation_head.cs" ?>
<link rel="stylesheet" href="/static/css/search.css">
<?cs if:Hits ?><p class="quiet"><?cs var:Hits ?> <?cs if:Hits == "1" ?>hit<?cs else ?>hits<?cs /if ?> · <a href="#hit-1">Go to the first</a></p>
<?cs /if ?><ol class="transcript" aria-label="What was said">
<?cs each:m = Messages ?><li class="says-<?cs var:m.role ?>">
<p class="says"><strong><bdi><?cs var:m.who ?></bdi></strong> <span class="quiet"<?cs if:m.title ?> title="<?cs var:m.title ?>"<?cs /if ?>><?cs var:m.at ?></span></p>
<p class="said" dir="auto"><?cs each:p = m.parts ?><?cs if:p.hit ?><mark id="hit-<?cs var:p.hit ?>"><?cs var:p.text ?></mark><?cs else ?><?cs var:p.text ?><?cs /if ?><?cs /each ?></p>
</li>
<?cs /each ?></ol>
<?cs if:More ?><p class="quiet">Only the first <?cs var:More ?> messages are shown.</p><?cs /if ?>
</div>
<script src="/static/js/history.js" defer></script>
<?cs include:"lib/foot.cs" ?>
