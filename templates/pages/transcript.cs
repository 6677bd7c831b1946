<?cs set:Page.nav = "interactions" ?>
<?cs set:Page.css = "history" ?>
<?cs include:"lib/head.cs" ?>
<?cs include:"pages/talk.cs" ?>
<link rel="stylesheet" href="<?cs var:Url.static ?>/css/transcript.css">
<link rel="stylesheet" href="<?cs var:Url.static ?>/css/search.css">
<div class="history client">
<?cs include:"pages/conversation_head.cs" ?>
<section id="transcript" class="talk whole" aria-labelledby="transcript-title">
<div class="talk-head"><h2 id="transcript-title"><?cs if:Talk.later ?>Further messages<?cs else ?>What was said<?cs /if ?></h2>
<?cs call:talk_tools() ?></div>
<?cs if:Talk.later ?><p class="talk-more"><a href="<?cs var:Talk.print ?>">Back to the first messages</a></p><?cs /if ?>
<?cs call:talk_items() ?>
<?cs if:Talk.more ?><p class="talk-more">Only <?cs if:!Talk.later ?>the first <?cs /if ?><?cs var:Talk.more ?> messages are shown. <a href="<?cs var:Talk.more_url ?>">Read on</a></p><?cs /if ?>
</section>
</div>
<script src="<?cs var:Url.static ?>/js/history.js" defer></script>
<script src="<?cs var:Url.static ?>/js/transcript.js" defer></script>
<?cs include:"lib/foot.cs" ?>
