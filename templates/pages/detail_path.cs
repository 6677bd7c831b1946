<?cs if:subcount(Legs) ?>
<section id="path" aria-labelledby="path-title">
<h2 id="path-title">Call path</h2>
<ol class="path">
<?cs each:l = Legs ?><li<?cs if:l.lost ?> class="lost"<?cs /if ?>>
<p class="path-who"><strong><?cs if:l.queue ?><bdi><?cs var:l.queue ?></bdi><?cs else ?><span class="quiet"><?cs var:l.other ?></span><?cs /if ?></strong><?cs if:l.agent ?> <span aria-hidden="true">→</span> <?cs if:l.ai ?><span class="ai">AI</span> <?cs /if ?><bdi><?cs var:l.agent ?></bdi><?cs /if ?></p>
<p class="path-when"><?cs if:l.queued ?><span>Queued <span title="<?cs var:l.queued_title ?>"><?cs var:l.queued ?></span></span> <?cs /if ?><?cs if:l.answered ?><span>Answered <span title="<?cs var:l.answered_title ?>"><?cs var:l.answered ?></span></span> <?cs /if ?><?cs if:l.left ?><span>Left <span title="<?cs var:l.left_title ?>"><?cs var:l.left ?></span></span> <?cs /if ?></p>
<?cs if:subcount(l.parts) ?><p class="path-parts"><?cs each:p = l.parts ?><span><?cs var:p.label ?> <strong><?cs var:p.value ?></strong></span> <?cs /each ?></p><?cs /if ?>
<?cs if:l.ended ?><p class="path-end"><?cs var:l.ended ?></p><?cs /if ?>
</li>
<?cs /each ?></ol>
</section>
<?cs /if ?>
