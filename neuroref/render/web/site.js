"use strict";
(() => {
  // Two names are the same where their keys are: neuroref/model/names.py folds names in the same way.
  const greek = {α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa", μ: "mu", µ: "mu", ω: "omega", ß: "ss"};
  const key = name => name.toLowerCase().replace(/[αβγδκμµωß]/g, letter => greek[letter])
    .normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
  const make = (tag, properties, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };

  for (const here of document.querySelectorAll(".here")) here.textContent = location.href.split(/[?#]/)[0];

  for (const table of document.querySelectorAll("table:not(.dense)")) {  // a filter above each long table
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 15) continue;
    const said = rows.map(row => key(row.textContent
      + [...row.querySelectorAll("[aria-label]")].map(sign => sign.getAttribute("aria-label")).join(" ")));
    const field = make("input", {type: "search"});
    const left = make("output");
    field.addEventListener("input", () => {
      const wanted = field.value.split(/\s+/).map(key);
      rows.forEach((row, number) => { row.hidden = !wanted.every(word => said[number].includes(word)); });
      left.textContent = field.value && `${rows.filter(row => !row.hidden).length} left`;
    });
    table.parentElement.before(make("p", {className: "sieve"}, make("label", {}, `Filter ${rows.length} rows `, field), left));
  }

  const form = document.querySelector(".search"), field = form.elements.q;
  const list = make("ul", {className: "found", hidden: true}), told = make("output", {className: "told"});
  form.append(list, told);
  let index = [];
  const load = () => { index = names.map(([name, file, what, ...others]) => ({name, file, what,
    called: [name, ...others].map(one => [one, key(one)])})); show(); };
  field.addEventListener("focus", () => document.head.append(make("script", {src: "names.js", onload: load})), {once: true});
  field.addEventListener("input", show);
  form.addEventListener("submit", event => { event.preventDefault(); list.querySelector("a")?.click(); });
  form.addEventListener("focusout", event => { if (!form.contains(event.relatedTarget)) list.hidden = true; });
  form.addEventListener("keydown", event => {  // arrows walk through what was found, Escape leaves it
    const stops = [field, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) { event.preventDefault(); stops[at + step]?.focus(); }
    if (event.key === "Escape") { list.hidden = true; field.focus(); }
  });
  function show() {
    const asked = key(field.value), words = field.value.split(/\s+/).map(key), best = new Map();
    if (asked) for (const {name, file, what, called} of index) for (const [one, folded] of called) {
      const place = folded === asked ? 0 : folded.startsWith(asked) ? 1 : words.every(word => folded.includes(word)) ? 2 : 3;
      if (place < (best.get(file || name)?.place ?? 3)) best.set(file || name, {place, name, file, what, one});
    }
    const found = [...best.values()].sort((a, b) => a.place - b.place).slice(0, 12);
    list.replaceChildren(...found.map(({name, file, what, one}) => make("li", {}, make(file ? "a" : "span",
      file ? {href: `${file}.html`} : {}, one === name ? name : `${one}: ${name}`, make("small", {}, what)))));
    list.hidden = !found.length;
    told.textContent = asked && `${found.length || "nothing"} found`;
  }
})();
