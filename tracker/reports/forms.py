"""What is typed to close a quarter: nothing but who signed, where it was done on paper."""

from wtforms import FormField

from tracker.accounts.forms import PaperActForm
from tracker.core.forms import Form


class ClosingForm(Form):
    """季度结账, in person or as signed on paper."""

    paper = FormField(PaperActForm)
