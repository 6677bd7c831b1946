<?cs if:subcount(Calls.items) ?><section id="functions" class="calls" aria-labelledby="functions-title">
<h2 id="functions-title">Functions and parameters</h2>
<ol class="calls-list"><?cs each:c = Calls.items ?><li id="call-<?cs var:c.call ?>"><p class="calls-head"><bdi class="fn"><?cs var:c.name ?></bdi> <?cs call:talk_status(c) ?> <?cs call:talk_at(c) ?><?cs if:!Talk.more ?> <a href="#fn-<?cs var:c.call ?>">In the transcript<span class="sr">: <?cs var:c.name ?></span></a><?cs /if ?></p>
<?cs call:talk_values(c) ?></li>
<?cs /each ?></ol>
<?cs if:Calls.more ?><p class="quiet">Only the first <?cs var:Calls.more ?> are shown. The export has all of them.</p><?cs /if ?>
</section>
<?cs /if ?>
