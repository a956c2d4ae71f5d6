"use strict";
(() => {
  // Two names are the same where their keys are, as in the program (neuroref/model/names.py), whose tables stand here.
  const folding = FOLDING;
  const key = name => folding.loose.reduce((word, [was, is]) => word.replace(new RegExp(was, "gu"), is),
    [...name.normalize("NFKD").replace(/(?<!\p{L})ß/gu, "β").toLowerCase()].map(one => folding.latin[one] ?? one).join("")
      .replace(/[^\p{L}\p{N}]/gu, "")).replace(/^(.{4,})(?<![siu])s$/u, "$1").replace(/([tbv])re$/u, "$1er");
  const shorter = word => [word, ...[...word].map((_, at) => word.slice(0, at) + word.slice(at + 1))];
  const make = (tag, properties, ...inside) => inside.reduce((made, one) => (made.append(one), made),
    Object.assign(document.createElement(tag), properties));

  const cite = () => document.querySelectorAll(".here").forEach(here => { here.textContent = location.href; });
  addEventListener("hashchange", cite); cite();  // the address of a link cites the link
  for (const table of document.querySelectorAll("table:not(.dense)")) {  // a filter above each long table
    const rows = [...table.tBodies[0].rows], field = make("input", {type: "search"}), left = make("output", {});
    if (rows.length < 20) continue;
    const said = rows.map(row => key(row.textContent + [...row.querySelectorAll("b")].map(sign => sign.ariaLabel)));
    field.addEventListener("input", () => {
      rows.forEach((row, at) => { row.hidden = !field.value.split(/\s+/).every(word => said[at].includes(key(word))); });
      left.textContent = field.value && `${rows.filter(row => !row.hidden).length} left`;
    });
    table.parentElement.before(make("p", {className: "sieve"}, make("label", {}, `Filter ${rows.length} rows `, field), left));
  }

  const form = document.querySelector(".search"), field = form.elements.q, told = make("output", {className: "unseen"});
  const list = make("ul", {className: "found", hidden: true});
  let index = [];  // every name with its page; the file that has them is read when somebody searches
  const load = () => show(index = names.flatMap(([name, file, what, ...others]) =>
    [name, ...others].map(one => ({name, file, what, one, key: key(one)}))));
  form.append(list, told);
  field.addEventListener("focus", () => document.head.append(make("script", {src: "names.js", onload: load})), {once: true});
  field.addEventListener("input", show);
  form.addEventListener("submit", event => { event.preventDefault(); list.querySelector("a")?.click(); });
  form.addEventListener("focusout", event => { list.hidden ||= !form.contains(event.relatedTarget); });
  form.addEventListener("keydown", event => {  // arrows walk through what was found, Escape leaves it
    const stops = [field, ...list.querySelectorAll("a")], step = {ArrowDown: 1, ArrowUp: -1, Escape: -99}[event.key];
    if (step) event.preventDefault(stops[Math.max(0, stops.indexOf(document.activeElement) + step)]?.focus());
    list.hidden ||= event.key === "Escape";
  });
  function find(place, seen = new Set()) {  // the best name of each page
    return index.map(one => ({...one, place: place(one.key)})).filter(one => one.place < 9)
      .sort((a, b) => a.place - b.place).filter(({file, name}) => !seen.has(name = file.split("#")[0] || name) && seen.add(name));
  }
  function show() {
    const asked = key(field.value), words = field.value.split(/\s+/).map(key), long = words.filter(word => word.length > 3);
    const slips = new Set(shorter(asked)), part = name => long.filter(word => name.includes(word)).length;
    const found = !asked ? [] : [  // the name, its beginning, all words of it; else one slip; else some of the words
      name => name === asked ? 0 : name.startsWith(asked) ? 1 + name.length / 1000
        : asked.length > 3 && words.every(word => name.includes(word)) ? 2 : 9,
      name => asked.length > 4 && shorter(name).some(one => slips.has(one)) ? 0 : 9,
      name => long.includes(name) ? 6 : part(name) > 1 && part(name) >= long.length / 2 ? 8 - part(name) : 9,
    ].reduce((before, place) => before.length ? before : find(place), []).slice(0, 12);
    list.replaceChildren(...found.map(({name, file, what, one}) => make("li", {}, make(file ? "a" : "span",
      file ? {href: file.replace(/#|$/, ".html$&")} : {}, name, make("small", {}, one === name ? what : `${one} · ${what}`)))));
    told.textContent = asked && index.length ? `${found.length || "nothing"} found` : "";
    if (told.textContent && !found.length) list.append(make("li", {}, "Nothing found"));
    list.hidden = !list.children.length;
  }
})();
