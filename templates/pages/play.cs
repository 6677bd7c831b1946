<?cs set:Page.nav = "interactions" ?>
<?cs set:Page.css = "history" ?>
<?cs include:"lib/head.cs" ?>
<div class="history client">
<?cs include:"pages/conversation_head.cs" ?>
<ul class="recordings" aria-label="Recordings">
<?cs each:p = Recordings ?><li>
<?cs if:p.url ?><audio controls preload="none" src="<?cs var:p.url ?>" aria-label="Recording <?cs var:p.no ?>"></audio><?cs else ?><p><strong>Recording <?cs var:p.no ?></strong> <?cs var:p.problem ?></p><?cs /if ?>
<?cs if:p.duration ?><p class="quiet"><?cs var:p.duration ?></p><?cs /if ?>
</li>
<?cs /each ?></ul>
</div>
<script src="/static/js/history.js" defer></script>
<?cs include:"lib/foot.cs" ?>
