from engine.demo.train.pack import checksums


def test_checksums_are_what_sha256sum_reads(tmp_path):
    (tmp_path / "unet").mkdir()
    (tmp_path / "unet/config.json").write_text("{}")
    (tmp_path / "SHA256SUMS").write_text("of another time")

    sums = checksums(tmp_path)

    empty_object = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert sums == f"{empty_object}  unet/config.json\n"
