<?cs if:Linked.any ?><section class="detail-linked" id="linked" aria-labelledby="linked-title">
<h2 id="linked-title">Linked interactions</h2>
<?cs each:x = Linked.parent ?><h3>Sent during</h3>
<ul class="ln"><li><span class="ln-when" title="<?cs var:x.when_title ?>"><?cs var:x.when ?></span> <?cs call:linked_line(x) ?></li></ul>
<?cs /each ?><?cs if:subcount(Linked.children) ?><h3>Sent during this interaction</h3>
<ul class="ln">
<?cs each:x = Linked.children ?><li><span class="ln-when" title="<?cs var:x.when_title ?>"><?cs var:x.when ?></span> <?cs call:linked_line(x) ?></li>
<?cs /each ?></ul>
<?cs if:Linked.more ?><p class="quiet">Only the first 1,000 are listed.</p><?cs /if ?>
<?cs /if ?></section>
<?cs /if ?>
