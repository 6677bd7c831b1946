// The queues of an administrator: finding and selecting without a round trip, and out of the way
// where the role sees all queues.
(function () {
    'use strict';
    var block = document.getElementById('assign');
    var list = document.getElementById('queues');
    var role = document.getElementById('i-role');
    if (!block) return;

    function fold(text) {
        return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
    }

    function all() {
        return Array.from(block.querySelectorAll('#queues input'));
    }

    function shown() {
        return all().filter(function (box) { return !box.closest('li').hidden; });
    }

    function say() {
        var unseen = block.querySelectorAll('input[type=hidden][name=queues]').length;
        var n = all().filter(function (box) { return box.checked; }).length + unseen;
        document.getElementById('ticked').textContent = n + ' of ' + (all().length + unseen) + ' selected';
    }

    function narrow() {
        var part = fold(document.getElementById('i-find').value.trim());
        all().forEach(function (box) {
            var li = box.closest('li');
            li.hidden = !fold(li.textContent).includes(part);
        });
    }

    function tick(on) {
        shown().forEach(function (box) { box.checked = on; });
        say();
    }

    function follow_role() {
        block.hidden = !!role && role.value !== '' && block.dataset.allRoles.includes(',' + role.value + ',');
    }

    if (list) {
        var find = document.getElementById('i-find');
        find.addEventListener('input', narrow);
        find.addEventListener('keydown', function (e) {
            if (e.key === 'Enter') e.preventDefault();
        });
        document.getElementById('narrow').remove(); // else Enter in any field would press it
        [['tick-all', true], ['tick-none', false]].forEach(function (b) {
            var button = document.getElementById(b[0]);
            button.hidden = false;
            button.addEventListener('click', function () { tick(b[1]); });
        });
        list.addEventListener('change', say);
        narrow();
        say();
    }
    if (role) role.addEventListener('change', follow_role);
    follow_role();
})();
