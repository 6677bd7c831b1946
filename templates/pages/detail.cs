<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "detail" ?>
<?cs include:"lib/head.cs" ?>
<?cs include:"pages/talk.cs" ?>
<link rel="stylesheet" href="/static/css/transcript.css">
<article id="detail" class="detail" data-id="<?cs var:Of.id ?>" aria-labelledby="detail-title">
<?cs include:"pages/detail_head.cs" ?>
<?cs include:"pages/detail_talk.cs" ?>
<?cs include:"pages/detail_calls.cs" ?>
</article>
<script src="/static/js/transcript.js" defer></script>
<script src="/static/js/detail.js" defer></script>
<?cs include:"lib/foot.cs" ?>
