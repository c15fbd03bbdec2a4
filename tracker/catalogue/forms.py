"""What a stranger brings to have a paper verified."""

from flask_wtf.file import FileField
from wtforms import StringField

from tracker.core.forms import Form, clean_text


class VerifyForm(Form):
    """The code printed on a paper, or its file."""

    code = StringField(
        "核验码", filters=[clean_text], description="印在文书上二维码旁边，8 位字母和数字。"
    )
    file = FileField("或选择文件", description="收到的 PDF，用来核对是否与印发的一字不差。")
