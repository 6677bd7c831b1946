<?cs def:vendor_value(r) ?><?cs if:r.begins ?><details class="vendor-long"><summary><?cs var:r.begins ?></summary><p><?cs var:r.value ?></p></details><?cs elif:r.title ?><span title="<?cs var:r.title ?>"><?cs var:r.value ?></span><?cs else ?><?cs var:r.value ?><?cs /if ?><?cs /def ?>
<?cs def:vendor_blocks(blocks) ?><?cs each:b = blocks ?><?cs if:b.title ?><h4><bdi><?cs var:b.title ?></bdi></h4>
<?cs /if ?><dl class="facts vendor-facts"><?cs each:r = b.rows ?><dt><bdi><?cs var:r.name ?></bdi></dt><dd dir="auto"><?cs call:vendor_value(r) ?></dd>
<?cs /each ?></dl>
<?cs /each ?><?cs /def ?>
<?cs if:Vendor.name ?>
<section id="vendor" class="vendor" aria-labelledby="vendor-title">
<details>
<summary><h2 id="vendor-title">More from <bdi><?cs var:Vendor.name ?></bdi></h2><?cs if:Vendor.n ?> <span class="quiet"><?cs var:Vendor.n ?></span><?cs /if ?></summary>
<?cs if:Vendor.bad ?><p class="unread">Could not be read: it was stored damaged.</p><?cs /if ?>
<?cs each:g = Vendor.groups ?>
<?cs if:g.folded ?><details class="vendor-group"><summary><h3><bdi><?cs var:g.title ?></bdi></h3> <span class="quiet"><?cs var:g.folded ?></span></summary>
<?cs call:vendor_blocks(g.blocks) ?></details>
<?cs else ?><?cs if:g.title ?><h3><bdi><?cs var:g.title ?></bdi></h3><?cs /if ?>
<?cs call:vendor_blocks(g.blocks) ?><?cs /if ?>
<?cs /each ?>
<?cs if:Vendor.more ?><p class="quiet">And <?cs var:Vendor.more ?> more values, kept and not shown.</p><?cs /if ?>
</details>
</section>
<?cs /if ?>
