/*
 * What the pages do beyond HTML, each behaviour switched on by an attribute:
 *
 *   [data-intake]                              a pasted text beside the form of what was read from it
 *   form[data-draft="/drafts/<form>/<record>"]  saves what is typed every 10 s and when the page is
 *       hidden, says when in [data-draft-status], and offers on opening what was not sent last time;
 *       an address that ends in #fill takes it without asking: another page has just filled it
 *   input[type=file][data-upload="name"]  sends files at once, adds a hidden field of that name with the id;
 *       data-purpose goes along, data-max-mb is its bound; data-more adds to what was chosen before;
 *       [data-dropzone] around it takes dropped and pasted files
 *   textarea[data-count="200"]       says how many characters are left
 *   select[data-pick]                becomes searchable (option data-pinyin is searched too)
 *   button[data-copy="#id"]          copies the text of that element
 *   form[data-bulk]                  appears when boxes that belong to it are ticked, counts them;
 *       input[data-bulk-all="<form id>"] ticks all of them
 *   [data-order]                     its rows are dragged into order, and their numbers follow
 *   button[data-dialog="id"], button[data-dialog-close]   opens, closes a <dialog>
 *   form[data-row]                   Enter saves a row, and after htmx saved it the next row has the focus
 *   button[data-fill="#id"]          puts its data-text into that field, for template answers
 *   input[data-code]                 is filled with the code of a slip's QR
 *   a[data-help]                     shows that answer of the guide beside the page, where there is room
 *   [data-print], [data-back]        print, go back
 *   [data-focus]                     has the focus when the page opens
 *   .tabs, .chips                    scroll sideways until the present one is in view
 *   [data-search] by Ctrl+K, [data-filter] by /; a list's rows by j and k, ticked by x
 *
 * What a head could not send waits in this browser: see offline.js, which uses `tracker` below.
 * Written for Chromium 86 over plain HTTP: no clipboard API, no service worker.
 */
(function () {
  "use strict";

  // The answers of what stands before a server that cannot be reached.
  const UNREACHED = [502, 503, 504];
  const SAVE_EVERY = 10000;
  const KEEPALIVE_LIMIT = 60000;
  const STALE_AFTER = 20 * 60000;
  // Narrower than this, the guide opens as a page.
  const BESIDE_FROM = 1200;

  function all(selector, root) {
    return Array.from((root || document).querySelectorAll(selector));
  }

  function on(type, selector, act) {
    document.addEventListener(type, function (event) {
      const target = event.target instanceof Element ? event.target.closest(selector) : null;
      if (target) act(target, event);
    });
  }

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      element.setAttribute(name, attributes[name]);
    });
    if (text) element.textContent = text;
    return element;
  }

  function token() {
    return document.querySelector('meta[name="csrf-token"]').content;
  }

  // Requests ------------------------------------------------------------

  function send(method, url, body, extra) {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    if (typeof body === "string") headers["Content-Type"] = "application/json";
    const options = Object.assign({ method: method, headers: headers, body: body, credentials: "same-origin" }, extra);
    return fetch(url, options);
  }

  function sentenceOf(type, text, otherwise) {
    try {
      if (type.indexOf("json") > -1) return JSON.parse(text).sentence || otherwise;
      const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-sentence]");
      return found ? found.textContent.trim() : otherwise;
    } catch (error) {
      return otherwise;
    }
  }

  function say(near, sentence) {
    const place = near && near.isConnected ? near : document.querySelector("main");
    let note = place.querySelector(":scope > [data-said]");
    if (!note) {
      note = make("p", { class: "flash flash-error", role: "alert", "data-said": "" });
      place.insertBefore(note, place.firstChild);
    }
    note.textContent = sentence;
  }

  function unsay(near) {
    const note = near && near.querySelector(":scope > [data-said]");
    if (note) note.remove();
  }

  function placeOf(event) {
    const element = event.detail.elt;
    return element.closest("form") || element.closest("main") || document.querySelector("main");
  }

  // A field that asks for a preview does not submit its form.
  function submittedBy(event) {
    const element = event.detail.elt;
    return element.matches("form") ? element : element.matches("button") ? element.closest("form") : null;
  }

  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = token();
  });

  document.addEventListener("htmx:responseError", function (event) {
    // A count that could not be fetched is left out; only what somebody did deserves a sentence.
    if (event.detail.requestConfig.verb === "get" && !event.detail.elt.matches("form, button, a, input, select")) return;
    const answer = event.detail.xhr;
    const type = answer.getResponseHeader("Content-Type") || "";
    say(placeOf(event), sentenceOf(type, answer.responseText, "没有办成，请稍后再试。"));
  });

  document.addEventListener("htmx:sendError", function (event) {
    if (event.detail.requestConfig.verb !== "get") say(placeOf(event), "网络不通，内容还没有保存，请稍后再试。");
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.requestConfig.verb === "get") return;
    unsay(placeOf(event));
    lock(submittedBy(event));
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    unlock(submittedBy(event));
  });

  // A second submit does nothing twice ----------------------------------

  function buttonsOf(form) {
    return form ? Array.from(form.elements).filter(function (element) { return element.type === "submit"; }) : [];
  }

  function lock(form) {
    buttonsOf(form).forEach(function (button) {
      if (button.disabled) return;
      button.disabled = true;
      button.setAttribute("data-locked", "");
    });
  }

  function unlock(form) {
    buttonsOf(form).filter(function (button) { return button.hasAttribute("data-locked"); }).forEach(function (button) {
      button.disabled = false;
      button.removeAttribute("data-locked");
    });
  }

  function askAbout(refused) {
    say(refused, "还没有提交：这份文件没有收下。请点“知道了”，换一份或不带文件，再提交。");
    refused.querySelector("button").focus();
  }

  // What was chosen goes with what was typed: a form waits for its files, and for a word on those
  // that were refused. Forms that keep what a bad line loses wait for their files by themselves.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    const isSending = !form.hasAttribute("data-keep") && form.querySelector(".upload-list progress");
    const refused = form.querySelector(".upload-list .field-error");
    if (!isSending && !refused) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isSending) { askAbout(refused.closest("li")); return; }
    lock(form);
    form.submitsAfterUpload = event.submitter;
  }, true);

  ["uploaded", "uploadrefused", "uploadfailed"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const form = event.target.form;
      if (!form || form.submitsAfterUpload === undefined) return;
      // Later, since the line of this file is written after the word of it.
      setTimeout(function () {
        if (form.submitsAfterUpload === undefined || form.querySelector(".upload-list progress")) return;
        const button = form.submitsAfterUpload;
        delete form.submitsAfterUpload;
        unlock(form);
        form.requestSubmit(button);
      }, 0);
    });
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
    // Later, so that the pressed button's own name and value are still sent.
    setTimeout(function () { lock(form); }, 0);
    // A download leaves the page where it is.
    setTimeout(function () { unlock(form); }, 8000);
  });

  window.addEventListener("pageshow", function () {
    all("form").forEach(unlock);
  });

  // What a form holds ---------------------------------------------------

  function isTyped(element) {
    return element.name && ["password", "file", "submit", "button"].indexOf(element.type) < 0 &&
      (element.type !== "hidden" || element.hasAttribute("data-upload-id"));
  }

  function isBox(element) {
    return element.type === "checkbox" || element.type === "radio";
  }

  function fieldsOf(form) {
    const fields = {};
    Array.from(form.elements).filter(isTyped).forEach(function (element) {
      const values = fields[element.name] || (fields[element.name] = []);
      if (element.multiple) {
        Array.from(element.selectedOptions).forEach(function (option) { values.push(option.value); });
      } else if (element.hasAttribute("data-upload-id")) {
        values.push(element.value + " " + (element.getAttribute("data-file-name") || "附件"));
      } else if (!isBox(element) || element.checked) {
        values.push(element.value);
      }
    });
    return fields;
  }

  function restore(form, fields) {
    const used = {};
    Array.from(form.elements).filter(isTyped).forEach(function (element) {
      const values = [].concat(fields[element.name] || []);
      if (!(element.name in fields) || element.hasAttribute("data-upload-id")) return;
      if (isBox(element)) {
        element.checked = values.indexOf(element.value) > -1;
      } else if (element.multiple || element.tomselect) {
        choose(element, values);
      } else {
        const place = used[element.name] = element.name in used ? used[element.name] + 1 : 0;
        if (place < values.length) element.value = values[place];
      }
      element.dispatchEvent(new Event("change", { bubbles: true }));
    });
    all("input[data-upload]", form).forEach(function (input) {
      const name = input.getAttribute("data-upload");
      const known = fieldsOf(form)[name] || [];
      [].concat(fields[name] || []).filter(function (file) { return known.indexOf(file) < 0; }).forEach(function (file) {
        const gap = file.indexOf(" ");
        addUploaded(input, uploadLine(input, file), { id: file.slice(0, gap), name: file.slice(gap + 1) });
      });
    });
  }

  // The server may return the fields in another order.
  function canonical(fields) {
    return JSON.stringify(Object.keys(fields).sort().map(function (name) { return [name, [].concat(fields[name])]; }));
  }

  function choose(select, values) {
    if (select.tomselect) {
      select.tomselect.setValue(select.multiple ? values : values[0] || "");
      return;
    }
    Array.from(select.options).forEach(function (option) { option.selected = values.indexOf(option.value) > -1; });
  }

  // Drafts --------------------------------------------------------------

  function clockOf(savedAt) {
    const found = /^(\d+)-(\d+)-(\d+)T(\d\d:\d\d)/.exec(savedAt);
    if (!found) return savedAt;
    const now = new Date();
    const isToday = Number(found[1]) === now.getFullYear() && Number(found[2]) === now.getMonth() + 1 && Number(found[3]) === now.getDate();
    return isToday ? found[4] : Number(found[2]) + "月" + Number(found[3]) + "日 " + found[4];
  }

  function watchDraft(form) {
    const url = form.getAttribute("data-draft");
    const status = form.querySelector("[data-draft-status]");
    const draft = { saved: canonical(fieldsOf(form)), isWaiting: true, isSent: false };

    function tell(sentence, isRefused) {
      if (!status) return;
      status.textContent = sentence;
      status.classList.toggle("draft-status-refused", Boolean(isRefused));
    }

    function save() {
      const fields = fieldsOf(form);
      const now = canonical(fields);
      if (draft.isWaiting || draft.isSent || now === draft.saved || !form.isConnected) return;
      const body = JSON.stringify({ fields: fields });
      const before = draft.saved;
      draft.saved = now;
      send("POST", url, body, { keepalive: new Blob([body]).size < KEEPALIVE_LIMIT }).then(function (answer) {
        return answer.json().then(function (said) {
          if (answer.ok) tell("已保存 " + clockOf(said.saved_at));
          if (answer.status >= 500) draft.saved = before;
          if (!answer.ok) tell(said.sentence || "没有保存，请先不要关闭本页。", true);
        });
      }).catch(function () {
        draft.saved = before;
        if (!draft.isSent) tell("暂时连不上，内容还在本页，稍后自动保存。", true);
      });
    }

    function settle() {
      draft.isWaiting = false;
    }

    send("GET", url).then(function (answer) {
      return answer.status === 200 ? answer.json() : null;
    }).then(function (found) {
      const isNews = found && canonical(found.fields) !== draft.saved;
      const isAsked = isNews && window.location.hash === "#fill";
      if (isAsked) restore(form, found.fields);
      if (isAsked) history.replaceState(null, "", window.location.pathname + window.location.search);
      if (isNews && !isAsked && !form.querySelector(".error-summary")) offerDraft(form, url, found, settle);
      else settle();
    }).catch(settle);

    setInterval(save, SAVE_EVERY);
    document.addEventListener("visibilitychange", function () { if (document.hidden) save(); });
    form.addEventListener("submit", function (event) { if (!event.defaultPrevented) draft.isSent = true; });
    form.addEventListener("htmx:afterRequest", function (event) {
      if (submittedBy(event) === form) draft.isSent = event.detail.successful;
    });
    window.addEventListener("pageshow", function () { draft.isSent = false; });
  }

  // Until the offer is answered nothing is saved, or what was found would be overwritten.
  function offerDraft(form, url, found, settle) {
    const bar = make("div", { class: "draft-offer", role: "status" });
    const restoreButton = make("button", { type: "button", class: "btn btn-outline-secondary" }, "恢复");
    const dropButton = make("button", { type: "button", class: "btn btn-link" }, "放弃");
    bar.append(make("span", {}, "发现 " + clockOf(found.saved_at) + " 未提交的内容"), restoreButton, dropButton);
    form.insertBefore(bar, form.firstChild);
    restoreButton.addEventListener("click", function () {
      restore(form, found.fields);
      bar.remove();
      settle();
    });
    dropButton.addEventListener("click", function () {
      send("DELETE", url).catch(function () {});
      bar.remove();
      settle();
    });
  }

  // Uploads -------------------------------------------------------------

  function uploadList(input) {
    return input.closest("[data-dropzone]").querySelector(".upload-list");
  }

  // A camera takes one picture at a time, and the next one joins it.
  function isMany(input) {
    return input.multiple || input.hasAttribute("data-more");
  }

  // Whoever keeps the file answers by preventing the default.
  function tellUpload(input, what, detail) {
    return input.dispatchEvent(new CustomEvent("upload" + what, { bubbles: true, cancelable: true, detail: detail }));
  }

  function uploadLine(input, name) {
    const line = make("li");
    line.append(make("span", {}, name));
    if (!isMany(input)) uploadList(input).textContent = "";
    uploadList(input).append(line);
    return line;
  }

  function addUploaded(input, line, file) {
    const hidden = make("input", { type: "hidden", name: input.getAttribute("data-upload"), value: file.id, "data-upload-id": "", "data-file-name": file.name });
    line.textContent = "";
    line.append(make("span", {}, file.name), hidden, make("button", { type: "button", class: "btn btn-link", "data-upload-remove": "", "aria-label": "移除：" + file.name }, "移除"));
    tellUpload(input, "ed", { line: line, id: file.id });
  }

  function refuseUpload(line, name, sentence) {
    line.textContent = "";
    const told = sentence.indexOf(name) > -1 ? sentence : name + "：" + sentence;
    line.append(make("p", { class: "field-error" }, told), make("button", { type: "button", class: "btn btn-link", "data-upload-remove": "" }, "知道了"));
  }

  function upload(input, file) {
    const line = uploadLine(input, file.name);
    const bar = make("progress", { max: "100", value: "0", "aria-label": "上传进度：" + file.name });
    const request = new XMLHttpRequest();
    const body = new FormData();
    tellUpload(input, "start", { line: line, file: file });
    line.append(bar);
    body.append("file", file, file.name);
    if (input.hasAttribute("data-purpose")) body.append("purpose", input.getAttribute("data-purpose"));
    request.open("POST", "/files/");
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) bar.value = 100 * event.loaded / event.total;
    });
    function fail() {
      const isKept = !tellUpload(input, "failed", { line: line, file: file });
      if (!isKept) refuseUpload(line, file.name, "网络不通，没有上传，请稍后重新选择。");
    }
    request.addEventListener("load", function () {
      const type = request.getResponseHeader("Content-Type") || "";
      if (request.status === 201) { addUploaded(input, line, JSON.parse(request.responseText)); return; }
      if (UNREACHED.indexOf(request.status) > -1) { fail(); return; }
      tellUpload(input, "refused", { line: line });
      refuseUpload(line, file.name, sentenceOf(type, request.responseText, request.status === 413 ? "文件过大，请压缩后再上传。" : "没有上传成功，请重试。"));
    });
    request.addEventListener("error", fail);
    request.send(body);
  }

  function faultOf(input, file) {
    const most = Number(input.getAttribute("data-max-mb"));
    if (most && file.size > most * 1024 * 1024) return "文件超过 " + most + " MB，请压缩或分开上传。";
    if (!file.size) return "文件是空的，请重新选择。";
    const isPicture = file.type.indexOf("image/") === 0;
    return input.hasAttribute("capture") && !isPicture ? "这不是照片，请从“选择文件”附上。" : "";
  }

  // What the server would refuse is not sent first: it may take minutes.
  function uploadAll(input, files) {
    Array.from(files).slice(0, isMany(input) ? files.length : 1).forEach(function (file) {
      const fault = faultOf(input, file);
      if (fault) refuseUpload(uploadLine(input, file.name), file.name, fault);
      else upload(input, file);
    });
  }

  function sendChosen(input) {
    uploadAll(input, input.files);
    input.value = "";
  }

  on("change", "input[data-upload]", sendChosen);

  on("click", "[data-upload-remove]", function (button) {
    const zone = button.closest("[data-dropzone]");
    button.closest("li").remove();
    tellUpload(zone.querySelector("input[data-upload]"), "removed", {});
  });

  on("dragover", "[data-dropzone]", function (zone, event) {
    event.preventDefault();
    zone.classList.add("upload-over");
  });

  on("dragleave", "[data-dropzone]", function (zone) {
    zone.classList.remove("upload-over");
  });

  on("drop", "[data-dropzone]", function (zone, event) {
    event.preventDefault();
    zone.classList.remove("upload-over");
    uploadAll(zone.querySelector("input[data-upload]"), event.dataTransfer.files);
  });

  // A screenshot pasted anywhere in a form with one upload goes there.
  document.addEventListener("paste", function (event) {
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    const zone = event.target instanceof Element ? event.target.closest("[data-dropzone]") : null;
    const inputs = all("input[data-upload]:not([capture])", zone || form || document);
    // Words copied from Word come with a picture of themselves; they stay words.
    if (!event.clipboardData.files.length || event.clipboardData.getData("text/plain") || inputs.length !== 1) return;
    event.preventDefault();
    uploadAll(inputs[0], event.clipboardData.files);
  });

  // Network -------------------------------------------------------------

  function showNetwork() {
    const note = document.querySelector("[data-offline]");
    if (note) note.hidden = navigator.onLine;
  }

  // Small things --------------------------------------------------------

  function watchLength(area) {
    const limit = Number(area.getAttribute("data-count"));
    const counter = make("span", { class: "field-counter", "aria-live": "polite" });
    function count() {
      const left = limit - area.value.length;
      counter.textContent = left < 0 ? "超出 " + -left + " 字" : "还可输入 " + left + " 字";
      counter.classList.toggle("field-counter-over", left < 0);
    }
    area.insertAdjacentElement("afterend", counter);
    area.addEventListener("input", count);
    area.addEventListener("change", count);
    count();
  }

  function makePickable(select) {
    if (select.tomselect) return;
    const words = { no_results: function () { return make("div", { class: "no-results" }, "没有找到，请换一个词。"); } };
    const pick = new TomSelect(select, {
      plugins: select.multiple ? { remove_button: { title: "移除" } } : {},
      searchField: ["text", "pinyin"],
      maxOptions: null,
      hidePlaceholder: true,
      // Who types fast and presses Enter must get the word typed, not the first of the old list.
      refreshThrottle: 0,
      render: words,
      onItemAdd: function () {
        this.setTextboxValue("");
        if (select.multiple) this.refreshOptions();
      },
    });
    pick.control_input.setAttribute("aria-label", select.getAttribute("aria-label") || "");
    if (select.getAttribute("aria-describedby")) pick.control_input.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  }

  function labelCells(table) {
    const labels = all("thead th", table).map(function (head) { return head.textContent.trim(); });
    all("tbody tr", table).forEach(function (row) {
      Array.from(row.children).forEach(function (cell, place) {
        if (cell.tagName === "TD" && !cell.hasAttribute("data-label") && labels[place]) cell.setAttribute("data-label", labels[place]);
      });
    });
  }

  function copyText(button) {
    const source = document.querySelector(button.getAttribute("data-copy"));
    const area = make("textarea", { class: "visually-hidden", readonly: "" });
    const words = button.textContent;
    area.value = ("value" in source ? source.value : source.innerText).trim();
    (button.closest("dialog") || document.body).append(area);
    area.select();
    // The clipboard API needs HTTPS, which a campus network may not have.
    const isDone = document.execCommand("copy");
    area.remove();
    button.focus();
    button.textContent = isDone ? "已复制" : "没有复制成功，请选中后按 Ctrl+C";
    setTimeout(function () { button.textContent = words; }, 2000);
  }

  on("click", "[data-copy]", copyText);
  on("click", "[data-print]", function () { window.print(); });
  on("click", "[data-back]", function () { history.back(); });

  // A picker hides the select that its error links to.
  on("click", ".error-summary a", function (link, event) {
    const field = document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView();
    if (field.tomselect) field.tomselect.focus();
    else field.focus();
  });

  on("click", "[data-fill]", function (button) {
    const field = document.querySelector(button.getAttribute("data-fill"));
    field.value = button.getAttribute("data-text");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  on("click", "[data-dialog]", function (button) {
    document.getElementById(button.getAttribute("data-dialog")).showModal();
  });

  on("click", "[data-dialog-close]", function (button) {
    button.closest("dialog").close();
  });

  // A click beside a menu, or Escape, closes it.
  document.addEventListener("click", function (event) {
    all("details.menu[open]").forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });

  // Bulk ----------------------------------------------------------------

  function boxesOf(form) {
    return Array.from(form.elements).filter(function (element) { return element.type === "checkbox" && element.name; });
  }

  function countBulk(form) {
    const boxes = boxesOf(form);
    const ticked = boxes.filter(function (box) { return box.checked; }).length;
    form.classList.toggle("bulk-some", ticked > 0);
    form.querySelector("[data-bulk-count]").textContent = String(ticked);
    all('[data-bulk-all="' + form.id + '"]').forEach(function (box) {
      box.checked = ticked > 0 && ticked === boxes.length;
      box.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  }

  document.addEventListener("change", function (event) {
    const box = event.target;
    if (box.hasAttribute("data-bulk-all")) {
      const form = document.getElementById(box.getAttribute("data-bulk-all"));
      const isTicked = box.checked;
      boxesOf(form).forEach(function (other) { other.checked = isTicked; });
      countBulk(form);
    } else if (box.type === "checkbox" && box.form && box.form.hasAttribute("data-bulk")) {
      countBulk(box.form);
    }
  });

  // Order ---------------------------------------------------------------

  function numberRows(list) {
    all(".order-number", list).forEach(function (input, place) { input.value = String(10 * (place + 1)); });
  }

  function watchOrder(list) {
    let moved = null;
    list.addEventListener("dragstart", function (event) {
      moved = event.target.closest(".order-row");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    list.addEventListener("dragover", function (event) {
      const row = event.target.closest(".order-row");
      if (!moved || !row || row === moved) return;
      event.preventDefault();
      const box = row.getBoundingClientRect();
      row[event.clientY < box.top + box.height / 2 ? "before" : "after"](moved);
    });
    list.addEventListener("drop", function (event) { event.preventDefault(); });
    list.addEventListener("dragend", function () { moved = null; numberRows(list); });
  }

  // Help ----------------------------------------------------------------

  function closeHelp() {
    const aside = document.querySelector(".help-aside");
    if (!aside) return false;
    aside.remove();
    document.body.classList.remove("with-help");
    document.querySelector("[data-help]").focus();
    return true;
  }

  function showHelp(link, text) {
    const anchor = decodeURIComponent(link.hash.slice(1));
    const answer = new DOMParser().parseFromString(text, "text/html").getElementById(anchor);
    if (!answer) { location.assign(link.href); return; }
    const aside = make("aside", { class: "help-aside", "aria-label": "帮助", tabindex: "-1" });
    const acts = make("p", { class: "help-acts" });
    acts.append(
      make("a", { class: "btn btn-link", href: link.href }, "看整页"),
      make("button", { class: "btn btn-link", type: "button", "data-help-close": "" }, "关闭帮助")
    );
    answer.removeAttribute("id");
    aside.append(acts, answer);
    document.body.append(aside);
    document.body.classList.add("with-help");
    aside.focus();
  }

  on("click", "a[data-help]", function (link, event) {
    if (!link.hash || innerWidth < BESIDE_FROM || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (closeHelp()) return;
    fetch(link.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) { showHelp(link, text); })
      .catch(function () { location.assign(link.href); });
  });

  on("click", "[data-help-close]", closeHelp);

  // Keyboard ------------------------------------------------------------

  function isTyping(element) {
    return element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  }

  function focusOn(selector, event) {
    const field = document.querySelector(selector);
    if (!field) return;
    event.preventDefault();
    field.focus();
    if (field.select) field.select();
  }

  function isShortcut(event) {
    return !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  }

  // Down and up a list by its links; the row that has the focus is ticked by x.
  function step(by, event) {
    const links = all(".cell-main a, .todo-link");
    const place = links.indexOf(document.activeElement);
    const next = links[place < 0 ? 0 : place + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  function tickRow(event) {
    const row = event.target.closest("tr, .todo");
    const box = row && row.querySelector("input[type=checkbox][form]");
    if (!box) return;
    event.preventDefault();
    box.click();
  }

  document.addEventListener("keydown", function (event) {
    // Enter that picks a word in a Chinese input method is no Enter.
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") focusOn("[data-search]", event);
    else if (event.key === "/" && !isTyping(event.target)) focusOn("[data-filter]", event);
    else if (isShortcut(event) && (event.key === "j" || event.key === "k")) step(event.key === "j" ? 1 : -1, event);
    else if (isShortcut(event) && event.key === "x") tickRow(event);
    else if (event.key === "Escape" && closeHelp()) event.preventDefault();
    else if (event.key === "Escape") all("details.menu[open]").forEach(function (menu) { menu.open = false; });
    else if (event.key === "Enter" && !event.shiftKey && event.target.matches("form[data-row] textarea")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  // The row is found by its place, because the answer may have replaced the form itself.
  let savedRow = -1;

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.matches("form[data-row]")) savedRow = all("form[data-row]").indexOf(event.detail.elt);
  });

  document.addEventListener("htmx:afterSettle", function () { openNextRow(); });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful) savedRow = -1;
    else if (event.detail.elt.getAttribute("hx-swap") === "none") openNextRow();
  });

  function openNextRow() {
    if (savedRow < 0) return;
    const rows = all("form[data-row]");
    const next = rows[savedRow + 1];
    savedRow = -1;
    const field = next && next.querySelector("input:not([type=hidden]), textarea, select");
    if (field) field.focus();
  }

  function showPresent(strip) {
    const present = strip.querySelector("[aria-current]");
    if (!present) return;
    const beyond = present.getBoundingClientRect().right - strip.getBoundingClientRect().right;
    if (beyond > 0) strip.scrollLeft += beyond + 16;
  }

  // Start ---------------------------------------------------------------

  // A code that a slip's QR carries behind #: it fills the field and leaves the address.
  function fillCode(field) {
    const found = /^#([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2})$/.exec(window.location.hash);
    if (!found) return;
    field.value = found[1];
    history.replaceState(null, "", window.location.pathname + window.location.search);
  }

  // A page that lay open past the idle time would be refused at its first act: it is fetched anew,
  // unless something was typed.
  let hiddenAt = null;
  let isTouched = false;

  function wake() {
    if (document.hidden) hiddenAt = Date.now();
    else if (hiddenAt && Date.now() - hiddenAt > STALE_AFTER && !isTouched && !document.querySelector(".error-summary")) {
      window.location.reload();
    }
  }

  // --- a text beside what was read from it ---

  // The words that a value was read from light up; Enter goes on, Alt+X drops a row or clears a field.
  function watchIntake(page) {
    const pane = page.querySelector(".intake-source");
    const parts = all("[data-at]", pane).map(function (part) {
      const ends = part.getAttribute("data-at").split("-").map(Number);
      return { element: part, start: ends[0], end: ends[1] };
    });

    function light(holder) {
      const places = (holder.getAttribute("data-words").match(/\d+-\d+/g) || []).map(function (place) {
        return place.split("-").map(Number);
      });
      const lit = parts.filter(function (part) {
        const isLit = places.some(function (place) { return place[0] <= part.start && part.end <= place[1]; });
        part.element.classList.toggle("is-lit", isLit);
        return isLit;
      });
      if (lit.length) pane.scrollTop += lit[0].element.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }

    function goOn(from) {
      const fields = all("input, select, textarea, button", page).filter(function (field) {
        return field.offsetParent !== null && field.type !== "hidden" && !field.disabled;
      });
      const next = fields[fields.indexOf(from) + 1];
      if (next) next.focus();
    }

    function drop(field) {
      const row = field.closest("[data-row]");
      const tick = row && row.querySelector("input[type=checkbox]");
      if (tick) tick.click();
      else if ("value" in field) field.value = "";
    }

    function lightFor(field) {
      const holder = field.closest("[data-words]");
      if (holder) light(holder);
    }

    page.addEventListener("focusin", function (event) { lightFor(event.target); });
    // On a slow line the focus may have come before this script.
    if (page.contains(document.activeElement)) lightFor(document.activeElement);
    page.addEventListener("keydown", function (event) {
      const field = event.target;
      const isPlain = field.matches("input, select") && !field.closest(".ts-wrapper");
      if (event.key === "Enter" && isPlain && !event.ctrlKey) {
        event.preventDefault();
        goOn(field);
      } else if (event.altKey && event.code === "KeyX") {
        event.preventDefault();
        drop(field);
      }
    });
  }

  function once(selector, root, act) {
    all(selector, root).forEach(function (element) {
      if (element.hasAttribute("data-ready")) return;
      element.setAttribute("data-ready", "");
      act(element);
    });
  }

  function start(root) {
    once("select[data-pick]", root, makePickable);
    once("textarea[data-count]", root, watchLength);
    once("form[data-draft]", root, watchDraft);
    // On a slow line a file may have been chosen before this script was there.
    once("input[data-upload]", root, sendChosen);
    once("form[data-bulk]", root, countBulk);
    once("[data-order]", root, watchOrder);
    once("[data-intake]", root, watchIntake);
    all(".table-list table", root).forEach(labelCells);
    all(".tabs, .chips").forEach(showPresent);
    once("input[data-code]", root, fillCode);
    once("[data-focus]", root, function (element) { element.focus(); });
  }

  start(document);
  document.addEventListener("htmx:load", function (event) {
    if (event.detail.elt !== document.body) start(event.detail.elt.parentElement || document);
  });
  document.addEventListener("input", function () { isTouched = true; });
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);
  showNetwork();

  window.tracker = {
    UNREACHED: UNREACHED, all: all, on: on, make: make, say: say, sentenceOf: sentenceOf, restore: restore,
    upload: upload, uploadLine: uploadLine, addUploaded: addUploaded, lock: lock, unlock: unlock,
  };
})();
