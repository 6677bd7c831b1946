<?cs def:fetch_hidden() ?><input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>"><input type="hidden" name="id" value="<?cs var:Fetch.id ?>"><?cs if:Fetch.list ?><input type="hidden" name="list" value="<?cs var:Fetch.list ?>"><?cs /if ?><?cs /def ?>
<?cs if:Fetch.on ?><section id="fetch" class="fetch <?cs var:Fetch.kind ?>" aria-labelledby="fetch-title"<?cs if:Fetch.poll ?> data-poll="<?cs var:Fetch.poll ?>"<?cs /if ?>>
<h2 id="fetch-title" tabindex="-1"><?cs var:Fetch.title ?></h2>
<?cs if:subcount(Fetch.steps) ?><ol class="fetch-steps"><?cs each:s = Fetch.steps ?><li class="<?cs var:s.is ?>"<?cs if:s.is == "now" ?> aria-current="step"<?cs /if ?>><?cs var:s.label ?></li><?cs /each ?></ol>
<p class="fetch-look"><a href="<?cs var:Fetch.url ?>">Look again</a></p><?cs /if ?>
<?cs if:Fetch.text ?><p dir="auto"><?cs var:Fetch.text ?></p><?cs /if ?>
<?cs if:Fetch.next ?><p>Tried <?cs var:Fetch.tries ?> <?cs if:Fetch.tries == "1" ?>time<?cs else ?>times<?cs /if ?>, again at <time title="<?cs var:Fetch.next_title ?>"><?cs var:Fetch.next ?></time>.</p><?cs /if ?>
<?cs if:Fetch.more ?><p><?cs var:Fetch.more ?></p><?cs /if ?>
<?cs if:Fetch.button ?><form method="post" action="/interactions/fetch" data-drawer><?cs call:fetch_hidden() ?><button class="btn btn-primary"><?cs var:Fetch.button ?></button></form><?cs /if ?>
</section><?cs /if ?>
