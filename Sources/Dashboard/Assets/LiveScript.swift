/// What keeps a page up to date: a stream of versions, and the page itself read again when there is a newer one. Everything can
/// be read without it.
enum LiveScript {
    static let text = #"""
        (() => {
          'use strict';
          const body = document.body;
          const connection = document.getElementById('connection');
          for (const command of document.querySelectorAll('[data-copy]')) addCopy(command);

          function addCopy(command) {
            if (!navigator.clipboard || command.querySelector('button')) return;
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = 'Copy';
            button.addEventListener('click', async () => {
              await navigator.clipboard.writeText(command.querySelector('code').textContent);
              button.textContent = 'Copied';
              setTimeout(() => { button.textContent = 'Copy'; }, 1500);
            });
            command.prepend(button);
          }

          if (!body.dataset.version || !window.EventSource) return;
          let wanted = body.dataset.version;
          let reading = false;

          // Where somebody was reading or had opened something, they stay.
          function replace(part, next) {
            const focused = part.contains(document.activeElement) && document.activeElement !== part
              ? document.activeElement : null;
            if (isTouched(part)) return false;
            const place = focused ? reachable(part).indexOf(focused) : -1;
            const scrolled = [...part.querySelectorAll('.wide')].map(wide => wide.scrollLeft);
            const opened = [...part.querySelectorAll('details')].map(details => details.open);
            part.replaceWith(next);
            next.querySelectorAll('.wide').forEach((wide, index) => { wide.scrollLeft = scrolled[index] || 0; });
            next.querySelectorAll('details').forEach((details, index) => { details.open = opened[index] || false; });
            for (const command of next.querySelectorAll('[data-copy]')) addCopy(command);
            if (focused) (counterpart(focused, next) || reachable(next)[place])?.focus();
            return true;
          }

          // What the keyboard can reach, in order.
          function reachable(part) {
            return [...part.querySelectorAll('a[href],button,summary,input,select,textarea,[tabindex]')];
          }

          // The same thing on the new page: by name, or by where it leads.
          function counterpart(element, next) {
            if (element.id) return next.querySelector('#' + CSS.escape(element.id));
            const address = element.getAttribute('href');
            return address && next.querySelector(`a[href="${CSS.escape(address)}"]`);
          }

          // What somebody has typed or chosen is theirs.
          function isTouched(part) {
            return [...part.querySelectorAll('input,select,textarea')].some(field =>
              field === document.activeElement
              || (field.type === 'checkbox' ? field.checked !== field.defaultChecked
                : field.tagName === 'SELECT' ? [...field.options].some(one => one.selected !== one.defaultSelected && one.value !== field.options[0].value)
                  : field.type !== 'hidden' && field.value !== field.defaultValue));
          }

          async function refresh() {
            const isWhole = body.dataset.whole !== 'no';
            if (reading || isWhole && Number(wanted) <= Number(body.dataset.version)) return;
            reading = true;
            try {
              const answer = await fetch(location.href, { credentials: 'same-origin' });
              if (!answer.ok) return;
              let isAll = true;
              const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
              // Something else altogether: before and after the first import, or when something is in the way.
              if (fresh.title !== document.title) return location.reload();
              for (const part of document.querySelectorAll('[data-live]')) {
                const next = fresh.getElementById(part.id);
                const plain = part.cloneNode(true);
                plain.querySelectorAll('[data-copy] button').forEach(button => button.remove());
                if (next && next.outerHTML !== plain.outerHTML && !replace(part, document.adoptNode(next))) isAll = false;
              }
              if (isAll) body.dataset.version = fresh.body.dataset.version;
              body.dataset.whole = fresh.body.dataset.whole;
              setTimeout(refresh, isAll && body.dataset.whole !== 'no' ? 300 : 1500);
            } catch {
              // The stream tells when the server is back.
            } finally {
              reading = false;
            }
          }

          // A browser opens six connections to a server: a page that nobody sees must not hold one.
          let stream = null;
          function listen() {
            if (stream || document.visibilityState !== 'visible') return;
            stream = new EventSource('/live');
            stream.addEventListener('version', event => {
              wanted = event.data;
              // Many readers do not all ask in the same instant.
              setTimeout(refresh, Math.random() * 200);
            });
            stream.onopen = () => { connection.textContent = 'Live'; };
            stream.onerror = () => {
              connection.textContent = 'Not connected; trying again';
              if (stream && stream.readyState === EventSource.CLOSED) {
                leave();
                setTimeout(listen, 5000);
              }
            };
          }
          function leave() {
            if (stream) stream.close();
            stream = null;
          }
          document.addEventListener('visibilitychange', () => {
            if (document.visibilityState === 'visible') listen(); else leave();
          });
          window.addEventListener('pagehide', leave);
          window.addEventListener('pageshow', listen);
          listen();
          if (body.dataset.whole === 'no') setTimeout(refresh, 1500);
        })();

        """#
}
