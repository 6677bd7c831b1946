<?cs if:Talk.any || Talk.denied ?><section id="transcript" class="talk" aria-labelledby="transcript-title">
<div class="talk-head"><h2 id="transcript-title">Transcript</h2>
<?cs if:Talk.any ?><?cs call:talk_tools() ?><?cs include:"pages/detail_sync.cs" ?><?cs /if ?></div>
<?cs if:Talk.denied ?><p class="quiet">Your role does not let you read what was said.</p><?cs else ?>
<div class="talk-scroll" role="region" aria-label="What was said" tabindex="0">
<?cs call:talk_items() ?>
<?cs if:Talk.more ?><p class="talk-more">Only the first <?cs var:Talk.more ?> messages are shown. <a href="<?cs var:Talk.more_url ?>">Read on</a></p><?cs /if ?>
</div>
<?cs /if ?>
</section>
<?cs /if ?>
