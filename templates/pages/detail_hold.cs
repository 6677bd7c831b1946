<?cs if:Hold.by ?>
<section class="hold" id="hold" aria-labelledby="hold-title">
<h2 id="hold-title">Under legal hold</h2>
<p>since <time title="<?cs var:Hold.title ?>"><?cs var:Hold.since ?></time> by <bdi><?cs var:Hold.by ?></bdi>: <span dir="auto"><?cs var:Hold.reason ?></span></p>
</section>
<?cs /if ?>
