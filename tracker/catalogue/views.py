"""Papers to download: issued copies from storage, the others printed in the worker."""

import hashlib
import io
from typing import IO, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for

from tracker.catalogue import services
from tracker.catalogue.forms import VerifyForm
from tracker.catalogue.queries import KINDS, Kind, PaperKind, issued_copy
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.jobs import Job, JobState
from tracker.core.permissions import Permission, public, requires, viewer
from tracker.core.text import read_code
from tracker.extensions import limiter
from tracker.files.models import StoredFile
from tracker.files.services import MEGABYTE, path_of
from tracker.issuing import queries as issuing
from tracker.issuing.models import IssuedPaper

blueprint = Blueprint("catalogue", __name__)

# No issued paper is larger; a scan of one may be, and is told from its page in the product.
LARGEST_VERIFIED = 60 * MEGABYTE


@blueprint.get("/papers/<int:issued_id>.pdf")
@requires(Permission.PAPER_READ)
def issued(issued_id: int) -> Any:
    """Send an issued copy, whichever version."""
    paper = issuing.get_issued(issued_id, viewer=viewer())
    if paper is None:
        abort(404)
    return _send_issued(paper)


@blueprint.get("/papers/<string:kind>/<string:subject>.<string:ending>")
@requires(Permission.PAPER_READ, Permission.ACCOUNT_MANAGE)
def show(kind: str, subject: str, ending: str) -> Any:
    """Send a paper: the issued PDF where there is one, else the print of the day."""
    found = _kind(kind, ending)
    copy = issued_copy(found, subject) if ending == "pdf" else None
    if copy is not None:
        return redirect(url_for(".issued", issued_id=copy.id))
    job = services.request_print(
        found, subject, ending, on=today(), viewer=viewer(), retry=not _is_poll()
    )
    if job is None:
        abort(404)
    file = services.printed_file(job)
    if file is None:
        return _waiting(job)
    if isinstance(found, PaperKind) and found.hand_out is not None:
        return _hand_out(found, subject, job, file)
    return _send(file)


@blueprint.get("/papers/lists/<int:job_id>")
@requires(Permission.PAPER_READ)
def printed_list(job_id: int) -> Any:
    """Send a list that the viewer has handed out, once it is printed."""
    job = services.own_print(job_id, viewer=viewer()) or abort(404)
    file = services.printed_file(job)
    return _send(file) if file is not None else _waiting(job)


@blueprint.post("/papers/jobs/<int:job_id>/cancel")
@requires(Permission.PAPER_READ, Permission.ACCOUNT_MANAGE)
def cancel(job_id: int) -> Any:
    """Give up a print that the viewer asked for."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        job = services.own_print(job_id, viewer=viewer()) or abort(404)
        services.cancel_print(job=job, actor=viewer().as_actor())
        sentence = f"{'已' if job.is_finished else '正在'}取消：{job.title}。"
        url = form.leads_to(url_for("home.index"))
    flash(sentence, "success")
    return redirect(url)


@blueprint.route("/verify/", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def verify_any() -> Any:
    """Ask for a code or a file, and tell of which paper it is."""
    request.max_content_length = LARGEST_VERIFIED
    form = VerifyForm()
    if not form.validate_on_submit():
        return render_template("catalogue/verify_any.html", form=form)
    if form.file.data:
        digest = _digest(form.file.data.stream)
        return _verdict(issuing.by_hash(digest), digest=digest)
    if not form.code.data:
        form.code.errors = ["请填写核验码，或选择文件。"]
        return render_template("catalogue/verify_any.html", form=form)
    return redirect(url_for(".verify", code=read_code(form.code.data)[:12] or "-"))


@blueprint.route("/verify/<string:code>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def verify(code: str) -> Any:
    """Tell whether the copy that bears this code is valid, replaced, or unknown.

    With a file, whether it is byte for byte the one that was issued.
    """
    request.max_content_length = LARGEST_VERIFIED
    form, paper = VerifyForm(), issuing.by_code(read_code(code)[:12])
    has_file = form.validate_on_submit() and form.file.data
    return _verdict(paper, code=code, digest=_digest(form.file.data.stream) if has_file else "")


def _verdict(paper: IssuedPaper | None, *, code: str = "", digest: str = "") -> Any:
    page = render_template(
        "catalogue/verify.html",
        paper=paper,
        newest=issuing.latest(paper.kind, paper.subject) if paper else None,
        kind=KINDS[paper.kind].name if paper else "",
        code=code,
        digest=digest,
        form=VerifyForm(formdata=None),
    )
    return page, 200 if paper else 404


def _digest(stream: IO[bytes]) -> str:
    """Return the SHA-256 of a file that was sent; nothing of it is kept."""
    digest = hashlib.sha256()
    while chunk := stream.read(MEGABYTE):
        digest.update(chunk)
    return digest.hexdigest()


@blueprint.get("/c/<string:code>")
@requires(Permission.HOME_READ)
def follow_code(code: str) -> Any:
    """Open the list or item whose short code is printed on paper."""
    target = issuing.target_of(read_code(code)[:12])
    if target is None:
        abort(404)
    if target.kind == "item":
        return redirect(url_for("followups.show", followup_id=int(target.subject)))
    _, _, unit = target.subject.partition("-")
    return redirect(url_for("followups.index", unit=int(unit), state="open"))


def _kind(name: str, ending: str) -> Kind:
    found = KINDS.get(name)
    if found is None or ending not in found.formats:
        abort(404)
    if not viewer().can(found.permission):
        abort(403)
    return found


def _send_issued(paper: IssuedPaper) -> Any:
    if paper.file is not None:
        return _send(paper.file)
    return _waiting(services.issued_job(paper.id, retry=not _is_poll()))


def _hand_out(kind: PaperKind, subject: str, job: Job, file: StoredFile) -> Any:
    """Send a paper that goes out once; the poll and a look ahead do not count as going out."""
    if _is_poll() or request.method != "GET":
        return render_template("catalogue/_ready.html", job=job)
    content, name, content_type = path_of(file.location).read_bytes(), file.name, file.content_type
    services.hand_out(kind, subject, job.queued_at, file.id, actor=viewer().as_actor())
    return send_file(
        io.BytesIO(content), mimetype=content_type, download_name=name, as_attachment=True
    )


def _is_poll() -> bool:
    """Tell whether the page asks by itself how far the print is."""
    return bool(request.headers.get("HX-Request"))


def _waiting(job: Job) -> Any:
    """Show how far the print is; the page asks again by itself and goes on to the paper."""
    is_done = job.state == JobState.DONE
    if _is_poll():
        headers = {"HX-Redirect": request.path} if is_done else {}
        return render_template("catalogue/_progress.html", job=job), 200, headers
    own = services.own_print(job.id, viewer=viewer())
    return render_template("catalogue/printing.html", job=job, form=Form() if own else None), 202


def _send(file: StoredFile) -> Any:
    if _is_poll():
        return "", 200, {"HX-Redirect": request.path}
    return send_file(
        path_of(file.location), mimetype=file.content_type, download_name=file.name,
        as_attachment=file.content_type != "application/pdf",
    )  # fmt: skip
