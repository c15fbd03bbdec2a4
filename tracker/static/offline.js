/*
 * A report that could not be sent waits in this browser and goes by itself.
 *
 *   form[data-keep="/follow-ups/12"]   the address of its page, under which the form is kept here: what
 *       is typed at once, and the whole of it from the press of its button until the server has it
 *   meta[name="viewer"]                whose page this is; nobody sees or sends what is another's
 *   [data-unsent]                      on every page: what waits here, and what became of it
 *
 * A report is {user, key, page, action, title, state, pairs, files, savedAt, lease, sentence}. Its state:
 * `typed` before the button was pressed, `waiting` for the network, `arrived` until the next page shows
 * it, `refused` with the server's sentence. It goes with the form_id it was opened with, so that one
 * whose answer was lost does nothing twice.
 *
 * Works over plain HTTP: no service worker and no Web Locks. A tab claims a report by a lease, read and
 * written in one transaction. Written for Chromium 86.
 */
(function () {
  "use strict";

  const viewer = document.querySelector('meta[name="viewer"]');
  if (!viewer || !window.indexedDB) return;

  const { all, make, restore, sentenceOf } = window.tracker;
  const user = viewer.content;
  const MINUTE = 60000;
  const LEASE = MINUTE / 2;
  const AGAIN = MINUTE / 4;
  const PATIENCE = MINUTE;
  // The server sweeps an upload that nothing has taken up within a day.
  const UPLOAD_LASTS = 12 * 60 * MINUTE;
  const TYPED_LASTS = 30 * 24 * 60 * MINUTE;
  const SIGNED_OUT = "登录已过期，内容已存在本机，重新登录后自动发送。";
  const forms = new Map();

  // Keeping ---------------------------------------------------------------

  function store(mode, act) {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open("unsent", 2);
      opening.onupgradeneeded = () => {
        // The first version did not say whose they were.
        if (opening.result.objectStoreNames.contains("forms")) opening.result.deleteObjectStore("forms");
        opening.result.createObjectStore("reports", { keyPath: ["user", "key"] });
      };
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const work = opening.result.transaction("reports", mode);
        let result;
        act(work.objectStore("reports"), (value) => { result = value; });
        work.oncomplete = () => { opening.result.close(); resolve(result); };
        work.onabort = () => { opening.result.close(); reject(work.error); };
      };
    });
  }

  // `decide` gets what is kept: it returns what to keep instead, null to forget it, undefined to leave it.
  function change(key, decide) {
    return store("readwrite", (reports, done) => {
      reports.get([user, key]).onsuccess = (event) => {
        const next = decide(event.target.result);
        if (next) reports.put(next);
        if (next === null) reports.delete([user, key]);
        done(next);
      };
    });
  }

  function mine() {
    return store("readonly", (reports, done) => {
      const range = IDBKeyRange.bound([user, ""], [user, "\uffff"]);
      reports.getAll(range).onsuccess = (event) => done(event.target.result);
    });
  }

  const formIdOf = (report) => (report.pairs.find((pair) => pair[0] === "form_id") || [])[1];
  const isSame = (one, other) => Boolean(one && other) && formIdOf(one) === formIdOf(other);

  // Only the report that was claimed is changed: the same task may have been reported anew meanwhile.
  function settle(report, news) {
    return change(report.key, (kept) => (isSame(kept, report) ? Object.assign({}, kept, news) : undefined));
  }

  function forget(report) {
    return change(report.key, (kept) => (isSame(kept, report) ? null : undefined));
  }

  function claim(key) {
    return change(key, (kept) => {
      const isFree = kept && kept.state === "waiting" && kept.lease < Date.now();
      return isFree ? Object.assign({}, kept, { lease: Date.now() + LEASE }) : undefined;
    });
  }

  // Sending ---------------------------------------------------------------

  async function ask(url, options, patience) {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), patience || PATIENCE);
    const headers = Object.assign({ Accept: "application/json" }, options.headers);
    try {
      return await fetch(url, Object.assign({ credentials: "same-origin", cache: "no-store", signal: control.signal }, options, { headers }));
    } finally {
      clearTimeout(timer);
    }
  }

  const WAITING = { state: "waiting" };
  const refused = (sentence) => ({ state: "refused", sentence });

  // What an answer means that is neither what was asked for nor a page with faults.
  async function verdictOn(answer) {
    if (answer.status === 401) return Object.assign({ sentence: SIGNED_OUT, isSignedOut: true }, WAITING);
    if (answer.status >= 500 || answer.status === 429) return WAITING;
    return refused(sentenceOf(answer.headers.get("Content-Type") || "", await answer.text(), "没有办成，请打开任务核对后再报结。"));
  }

  const read = (text) => new DOMParser().parseFromString(text, "text/html");
  const pathOf = (url) => new URL(url, location.href).pathname.replace(/\/$/, "");

  // The page of the task says who is signed in now, and has a token that holds.
  async function enter(page) {
    const answer = await ask(page, {});
    if (!answer.ok) return verdictOn(answer);
    const shown = read(await answer.text());
    const who = shown.querySelector('meta[name="viewer"]');
    const isMe = who && who.content === user && pathOf(answer.url) === pathOf(page);
    if (!isMe) return Object.assign({ sentence: SIGNED_OUT, isSignedOut: true }, WAITING);
    return { token: shown.querySelector('meta[name="csrf-token"]').content };
  }

  async function uploadOf(file, token) {
    const body = new FormData();
    body.append("file", file.blob, file.name);
    if (file.purpose) body.append("purpose", file.purpose);
    const answer = await ask("/files/", { method: "POST", body, headers: { "X-CSRFToken": token } }, 10 * PATIENCE);
    if (answer.status === 201) return { id: (await answer.json()).id };
    const verdict = await verdictOn(answer);
    if (verdict.state !== "refused") return verdict;
    return refused(verdict.sentence.includes(file.name) ? verdict.sentence : file.name + "：" + verdict.sentence);
  }

  const isUploaded = (file) => file.id && Date.now() - file.at < UPLOAD_LASTS;

  async function uploadAll(report, token) {
    for (const file of report.files) {
      if (isUploaded(file)) continue;
      const sent = await uploadOf(file, token);
      if (!sent.id) return sent;
      Object.assign(file, { id: sent.id, at: Date.now() });
      await settle(report, { files: report.files, lease: Date.now() + LEASE });
    }
    return null;
  }

  function bodyOf(report, token) {
    const body = new URLSearchParams(report.pairs);
    report.files.forEach((file) => body.append(file.field, file.id));
    body.append("csrf_token", token);
    return body;
  }

  function faultsOn(shown) {
    const faults = all(".error-summary li, .flash-error", shown).map((fault) => fault.textContent.trim());
    return faults.join("") || "没有办成，请打开任务核对后再报结。";
  }

  // Where its own page is open, the answer is left to that page, which is then loaded and tells it.
  async function post(report, token, isHere) {
    const redirect = isHere ? "manual" : "follow";
    const answer = await ask(report.action, { method: "POST", body: bodyOf(report, token), redirect });
    if (answer.type === "opaqueredirect") return { state: "arrived" };
    if (!answer.ok) return verdictOn(answer);
    const shown = read(await answer.text());
    if (!answer.redirected) return Object.assign({ isFaulty: true }, refused(faultsOn(shown)));
    if (pathOf(answer.url) !== pathOf(report.page)) return WAITING;
    return shown.querySelector(".flash-error") ? refused(faultsOn(shown)) : { state: "sent" };
  }

  async function attempt(report, token) {
    const entered = token ? { token } : await enter(report.page);
    if (!entered.token) return entered;
    const stopped = await uploadAll(report, entered.token);
    return stopped || post(report, entered.token, forms.has(report.key));
  }

  // Resolves to what became of a claimed report, and keeps that; a line that fails makes it wait.
  async function deliver(report, token) {
    const renewing = setInterval(() => settle(report, { lease: Date.now() + LEASE }), LEASE / 3);
    let verdict = WAITING;
    try {
      if (navigator.onLine) verdict = await attempt(report, token);
    } catch (error) {
      verdict = WAITING;
    }
    clearInterval(renewing);
    if (verdict.state === "sent") await forget(report);
    else await settle(report, { state: verdict.state, sentence: verdict.sentence || "", lease: 0 });
    return verdict;
  }

  // Telling ---------------------------------------------------------------

  const box = document.querySelector("[data-unsent]");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ul");

  function timeOf(moment) {
    const then = new Date(moment);
    const clock = String(then.getHours()).padStart(2, "0") + ":" + String(then.getMinutes()).padStart(2, "0");
    const isToday = then.toDateString() === new Date().toDateString();
    return isToday ? clock : then.getMonth() + 1 + "月" + then.getDate() + "日 " + clock;
  }

  const sentenceFor = (report) => report.sentence || "已存在本机，联网后自动发送。";

  // What stands in the list below is only read out.
  function tell(sentence, link, isListed) {
    status.textContent = sentence;
    status.classList.toggle("visually-hidden", Boolean(isListed));
    if (link) status.append(" ", make("a", { href: link }, "打开"));
  }

  // What cannot be got back is asked about first, in its place.
  function askToDrop(line, report) {
    const acts = line.querySelector(".unsent-acts");
    const drop = make("button", { type: "button", class: "btn btn-outline-secondary" }, "丢弃写的内容和照片");
    const stay = make("button", { type: "button", class: "btn btn-link" }, "保留");
    line.setAttribute("data-asking", "");
    acts.textContent = "丢弃后找不回来。";
    acts.append(drop, stay);
    stay.focus();
    stay.addEventListener("click", async () => {
      await show(true);
      all("button", list).filter((button) => button.getAttribute("aria-label") === "丢弃：" + report.title).forEach((button) => button.focus());
    });
    drop.addEventListener("click", async () => {
      await forget(report);
      if (forms.has(report.key) && navigator.onLine) location.reload();
      await show(true);
      tell("已丢弃：" + report.title);
      document.querySelector("main").focus();
    });
  }

  function lineOf(report) {
    const line = make("li", report.state === "refused" ? { class: "unsent-refused" } : {});
    const drop = make("button", { type: "button", class: "btn btn-link", "aria-label": "丢弃：" + report.title }, "丢弃");
    const acts = make("span", { class: "unsent-acts" });
    // Without a network no page opens.
    if (navigator.onLine) acts.append(make("a", { class: "btn btn-outline-secondary", href: report.page }, "打开任务"));
    acts.append(drop);
    line.append(make("strong", {}, report.title), make("span", {}, sentenceFor(report) + "（" + timeOf(report.savedAt) + " 存）"), acts);
    drop.addEventListener("click", () => askToDrop(line, report));
    return line;
  }

  // A question that is being asked stays until it is answered.
  async function show(isAnswered) {
    const kept = (await mine()).filter((report) => report.state === "waiting" || report.state === "refused");
    if (!isAnswered && list.querySelector("[data-asking]")) return kept;
    const lines = kept.map(lineOf);
    list.textContent = "";
    list.append(...lines);
    return kept;
  }

  // The list was written before it went.
  function markSent(report) {
    all(".todo").filter((row) => row.querySelector('.todo-link[href="' + report.page + '"] .todo-light')).forEach((row) => {
      row.classList.add("todo-done");
      row.querySelector(".todo-light").textContent = "已发送";
    });
  }

  function tellVerdict(report, verdict) {
    if (verdict.state === "sent") markSent(report);
    if (verdict.state === "sent") tell("已发送：" + report.title, report.page);
    else tell(report.title + "：" + sentenceFor(verdict), "", true);
  }

  // What waits ------------------------------------------------------------

  let isSending = false;
  let again = 0;

  async function sendOne(key) {
    const report = await claim(key);
    if (!report) return null;
    const verdict = await deliver(report);
    if (verdict.state !== "waiting") tellVerdict(report, verdict);
    const form = forms.get(key);
    if (form && verdict.state === "arrived") location.assign(report.page);
    else if (form && verdict.state === "refused") thaw(form);
    return verdict;
  }

  async function sendWaiting() {
    clearTimeout(again);
    if (isSending) return;
    isSending = true;
    let isSignedOut = false;
    try {
      const kept = navigator.onLine ? await mine() : [];
      for (const report of kept.filter((one) => one.state === "waiting")) {
        const verdict = await sendOne(report.key);
        isSignedOut = isSignedOut || Boolean(verdict && verdict.isSignedOut);
      }
    } finally {
      isSending = false;
    }
    const left = await show();
    if (!isSignedOut && left.some((one) => one.state === "waiting")) again = setTimeout(sendWaiting, AGAIN);
  }

  // The page that follows shows what came of a report; on any other it is sent again, which does nothing twice.
  async function confirmArrived() {
    const now = Date.now();
    for (const report of await mine()) {
      if (report.state === "arrived" && pathOf(report.page) === pathOf(location.href)) await forget(report);
      else if (report.state === "arrived") await settle(report, WAITING);
      else if (report.state === "typed" && now - report.savedAt > TYPED_LASTS) await forget(report);
    }
  }

  // A form that is kept ---------------------------------------------------

  function keyOf(form) {
    const several = form.hasAttribute("data-bulk") ? "#" + form.elements.namedItem("form_id").value : "";
    return form.getAttribute("data-keep") + several;
  }

  function titleOf(form) {
    const count = form.querySelector("[data-bulk-count]");
    return count ? count.textContent + " 项任务" : document.querySelector("h1").textContent.trim();
  }

  function reportOf(form, held, state) {
    const files = Array.from(held).filter((entry) => entry[0].isConnected).map((entry) => entry[1]);
    const isHeld = (name, value) => files.some((file) => file.field === name && String(file.id) === value);
    const pairs = Array.from(new FormData(form)).filter((pair) => pair[0] !== "csrf_token" && !isHeld(pair[0], pair[1]));
    return {
      user, key: keyOf(form), page: form.getAttribute("data-keep"), action: form.getAttribute("action"), title: titleOf(form),
      state, pairs, files, savedAt: Date.now(), lease: 0, sentence: "",
    };
  }

  function freeze(form) {
    Array.from(form.elements).forEach((element) => {
      if (element.disabled && !element.hasAttribute("data-locked")) return;
      element.disabled = true;
      element.setAttribute("data-frozen", "");
    });
  }

  function thaw(form) {
    all("[data-frozen]", document).filter((element) => element.form === form).forEach((element) => {
      element.disabled = false;
      element.removeAttribute("data-frozen");
    });
    window.tracker.unlock(form);
  }

  function putFile(form, held, file) {
    const input = form.querySelector('input[data-upload="' + file.field + '"]:not([capture])');
    if (!input) return;
    if (!isUploaded(file)) { window.tracker.upload(input, file.blob); return; }
    const line = window.tracker.uploadLine(input, file.name);
    held.set(line, file);
    window.tracker.addUploaded(input, line, file);
  }

  function valuesOf(pairs) {
    const values = {};
    pairs.forEach((pair) => { (values[pair[0]] = values[pair[0]] || []).push(pair[1]); });
    return values;
  }

  function bringBack(form, held, kept) {
    if (form.querySelector(".error-summary")) {
      // The server lists the uploads itself; the pictures behind them are still here.
      all("[data-upload-id]", form).forEach((input) => {
        const file = kept.files.find((one) => String(one.id) === input.value);
        if (file) held.set(input.closest("li"), file);
      });
      return;
    }
    restore(form, valuesOf(kept.pairs));
    if (kept.state === "waiting") { freeze(form); return; }
    kept.files.forEach((file) => putFile(form, held, file));
  }

  function sayKept(line, name) {
    line.textContent = "";
    const remove = { type: "button", class: "btn btn-link", "data-upload-remove": "", "aria-label": "移除：" + name };
    line.append(make("span", {}, name + "（网络不通，已存在本机，报结时一起发送）"), make("button", remove, "移除"));
  }

  function watchUploads(form, held, coming, keep) {
    form.addEventListener("uploadstart", (event) => {
      const input = event.target;
      const file = event.detail.file;
      coming.add(event.detail.line);
      held.set(event.detail.line, {
        field: input.getAttribute("data-upload"), purpose: input.getAttribute("data-purpose") || "", name: file.name, blob: file, id: 0, at: 0,
      });
      keep();
    });
    form.addEventListener("uploaded", (event) => {
      coming.delete(event.detail.line);
      const file = held.get(event.detail.line);
      if (file && !file.id) Object.assign(file, { id: event.detail.id, at: Date.now() });
      keep();
    });
    form.addEventListener("uploadrefused", (event) => {
      coming.delete(event.detail.line);
      held.delete(event.detail.line);
      keep();
    });
    form.addEventListener("uploadfailed", (event) => {
      event.preventDefault();
      coming.delete(event.detail.line);
      sayKept(event.detail.line, event.detail.file.name);
    });
    form.addEventListener("uploadremoved", () => keep());
  }

  function wait(milliseconds) {
    return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
  }

  async function afterUploads(form, coming) {
    const until = Date.now() + PATIENCE;
    const isPending = () => Array.from(coming).some((line) => line.isConnected);
    if (isPending() && navigator.onLine) tell("照片还在上传，传完即报结……");
    while (isPending() && navigator.onLine && Date.now() < until) await wait(100);
  }

  function notKept(form) {
    if (navigator.onLine) { form.submit(); return; }
    window.tracker.unlock(form);
    window.tracker.say(form, "没有网络，这部手机也存不下。请先不要关闭本页，联网后再点一次。");
  }

  async function report(form, held, coming) {
    window.tracker.lock(form);
    await afterUploads(form, coming);
    const sent = Object.assign(reportOf(form, held, "waiting"), { lease: Date.now() + LEASE });
    try {
      await change(sent.key, () => sent);
    } catch (error) {
      notKept(form);
      return;
    }
    await follow(form, sent, await deliver(sent, document.querySelector('meta[name="csrf-token"]').content));
  }

  async function follow(form, sent, verdict) {
    if (verdict.state === "arrived") { location.assign(sent.page); return; }
    // The server shows what is wrong at each field better than a sentence here.
    if (verdict.isFaulty) { await settle(sent, { state: "typed" }); form.submit(); return; }
    if (verdict.state === "waiting") freeze(form);
    else window.tracker.unlock(form);
    tellVerdict(sent, verdict);
    await show();
    box.scrollIntoView({ block: "center" });
    if (verdict.state === "waiting" && !verdict.isSignedOut) again = setTimeout(sendWaiting, AGAIN);
  }

  async function watch(form, confirmed) {
    const held = new Map();
    const coming = new Set();
    const isSeveral = form.hasAttribute("data-bulk");
    let timer = 0;

    function keep() {
      clearTimeout(timer);
      timer = 0;
      if (isSeveral) return;
      const typed = reportOf(form, held, "typed");
      change(typed.key, (kept) => (kept && ["waiting", "arrived"].indexOf(kept.state) > -1 ? undefined : typed)).catch(() => {});
    }

    function keepSoon() {
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    }

    forms.set(keyOf(form), form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      report(form, held, coming);
    });
    watchUploads(form, held, coming, keepSoon);
    await confirmed;
    if (isSeveral) return;
    const kept = (await mine()).find((one) => one.key === keyOf(form));
    if (kept) bringBack(form, held, kept);
    form.addEventListener("input", keepSoon);
    form.addEventListener("change", keepSoon);
    document.addEventListener("visibilitychange", () => { if (document.hidden && timer) keep(); });
  }

  async function begin() {
    const kept = all("form[data-keep]");
    const note = document.querySelector("[data-offline]");
    if (note && kept.length) note.textContent = "没有网络，照常办理，联网后自动发送。";
    const confirmed = confirmArrived();
    await Promise.all(kept.map((form) => watch(form, confirmed)));
    await confirmed;
    await sendWaiting();
  }

  // A browser that keeps nothing sends as any form does.
  begin().catch(() => {});
  window.addEventListener("online", sendWaiting);
  window.addEventListener("pageshow", (event) => { if (event.persisted) sendWaiting(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendWaiting(); });
})();
